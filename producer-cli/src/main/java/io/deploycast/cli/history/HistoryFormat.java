package io.deploycast.cli.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.output.Csv;
import io.deploycast.cli.output.SafeText;
import io.deploycast.cli.output.TextTable;
import io.deploycast.cli.output.Utf8Output;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms a history is written in. */
public enum HistoryFormat {
  /** For people: the properties that matter most, in columns. */
  TABLE {
    @Override
    EventOutput to(PrintWriter out) {
      return new Table(out);
    }
  },
  /** One array of the events. */
  JSON {
    @Override
    EventOutput to(PrintWriter out) {
      return new JsonArray(out);
    }
  },
  /** One event a line. */
  JSONL {
    @Override
    EventOutput to(PrintWriter out) {
      return event -> {
        if (event.isPrintable()) {
          Utf8Output.line(event.json(), out);
        } else {
          out.write(SafeText.jsonLine(event.json()));
          out.write('\n');
        }
      };
    }
  },
  /** For spreadsheets: every property, and where the record stands. */
  CSV {
    @Override
    EventOutput to(PrintWriter out) {
      return new CsvRows(out);
    }
  };

  abstract EventOutput to(PrintWriter out);

  private static final class JsonArray implements EventOutput {
    private final PrintWriter out;
    private boolean begun;

    JsonArray(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void begin() {
      out.write('[');
    }

    @Override
    public void event(LoggedEvent event) {
      out.write(begun ? ",\n" : "\n");
      out.write(SafeText.jsonLine(event.json()));
      begun = true;
    }

    @Override
    public void end() {
      out.write("\n]\n");
    }
  }

  private record CsvRows(PrintWriter out) implements EventOutput {
    @Override
    public void begin() {
      List<@Nullable String> titles = new ArrayList<>();
      titles.add("recordedAt");
      for (Property property : Property.values()) {
        titles.add(property.jsonName());
      }
      titles.addAll(List.of("attributes", "partition", "offset"));
      out.write(Csv.row(titles));
    }

    @Override
    public void event(LoggedEvent event) {
      List<@Nullable String> cells = new ArrayList<>();
      cells.add(event.recordedAt().toString());
      for (Property property : Property.values()) {
        cells.add(event.text(property));
      }
      JsonNode attributes = event.tree().get("attributes");
      cells.add(attributes == null ? null : attributes.toString());
      cells.add(Integer.toString(event.partition()));
      cells.add(Long.toString(event.offset()));
      out.write(Csv.row(cells));
    }
  }

  private record Table(TextTable table) implements EventOutput {
    /** Enough of a text to recognise it by. */
    private static final int WIDEST = 40;

    Table(PrintWriter out) {
      this(
          new TextTable(
              List.of(
                  "DEPLOYED AT", "SERVICE", "ENVIRONMENT", "RELEASE", "STATUS", "ACTOR", "EVENT"),
              WIDEST,
              line -> {
                out.write(line);
                out.write('\n');
              }));
    }

    @Override
    public void event(LoggedEvent event) {
      table.row(
          Arrays.asList(
              event.text(Property.DEPLOYED_AT),
              event.text(Property.SERVICE),
              event.text(Property.ENVIRONMENT),
              event.text(Property.RELEASE),
              event.text(Property.STATUS),
              event.text(Property.ACTOR),
              event.text(Property.ID)));
    }

    @Override
    public void pause() {
      table.flush();
    }

    @Override
    public void end() {
      table.flush();
    }
  }
}
