package io.deploycast.cli.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.StrictEventReader;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events as JSON lines, one object a line; lines of blanks are skipped. Read and validated as a
 * whole: either all of them are fit to be sent, or none is.
 */
public final class EventFile {
  /** Standard input's name. */
  public static final String STANDARD_INPUT = "-";

  /** Largest file, in bytes; some 100,000 events, all held in memory until they are sent. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  /** Most broken lines that are told. */
  private static final int MAX_TOLD = 20;

  private final String name;
  private final Surroundings surroundings;

  public EventFile(String name, Surroundings surroundings) {
    this.name = name;
    this.surroundings = surroundings;
  }

  /**
   * All events of the file, in its order. A line without {@code deployedAt} is of that moment, and
   * one without {@code id} has one that follows from the rest of it, so that sending the file again
   * sends the same events.
   *
   * @param newIds whether a line without an id has a new one each time
   * @throws FailedException when there is nothing to read, or a line is no event
   */
  public List<DeploymentEvent> read(Instant now, boolean newIds) {
    byte[] content = content();
    List<DeploymentEvent> events = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (int begin = 0, end; begin < content.length; begin = end + 1) {
      end = endOfLine(content, begin);
      number++;
      byte[] line = Arrays.copyOfRange(content, begin, end);
      if (!isBlank(line)) {
        try {
          events.add(event(line, now, newIds));
        } catch (InvalidEventException e) {
          problems.add("line %d: %s".formatted(number, e.violation()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new FailedException(ExitCode.INVALID, told(problems));
    }
    if (events.isEmpty()) {
      throw unusable("hold at least one event, had none");
    }
    return events;
  }

  private static DeploymentEvent event(byte[] line, Instant now, boolean newIds) {
    ObjectNode json = StrictEventReader.parse(line);
    if (!json.has("id")) {
      String id =
          newIds ? StandardUuid.timeOrdered(now).toString() : EventIds.ofContent(json.toString());
      json.put("id", id);
    }
    if (!json.has("deployedAt")) {
      json.put("deployedAt", now.toString());
    }
    DeploymentEvent event = StrictEventReader.read(json);
    // Its size is a rule, too, and the last that could stop a sending half-way.
    byte[] unused = EventJson.toBytes(event);
    return event;
  }

  private static int endOfLine(byte[] content, int begin) {
    int end = begin;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private String told(List<String> problems) {
    StringBuilder text = new StringBuilder("nothing was sent; '").append(name).append("' has ");
    text.append(problems.size()).append(problems.size() == 1 ? " invalid line" : " invalid lines");
    problems.stream().limit(MAX_TOLD).forEach(it -> text.append("\n  ").append(it));
    if (problems.size() > MAX_TOLD) {
      text.append("\n  and ").append(problems.size() - MAX_TOLD).append(" more");
    }
    return text.toString();
  }

  private byte[] content() {
    try (InputStream in = open()) {
      byte[] content = limited(in);
      if (content.length > MAX_BYTES) {
        throw unusable("have at most %d bytes, had more; split it".formatted(MAX_BYTES));
      }
      return content;
    } catch (IOException e) {
      throw unusable("be readable, was not: " + e.getClass().getSimpleName());
    }
  }

  private static byte[] limited(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = in.readNBytes(8_192);
    while (part.length > 0 && all.size() <= MAX_BYTES) {
      all.writeBytes(part);
      part = in.readNBytes(8_192);
    }
    return all.toByteArray();
  }

  private InputStream open() throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      if (surroundings.in().isTerminal()) {
        throw unusable("be a file or a pipe when it is standard input, was a terminal");
      }
      return surroundings.in().stream();
    }
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw unusable("be a file, was a directory");
    }
    if (Files.notExists(file)) {
      throw new FileNotFoundException(name);
    }
    return Files.newInputStream(file);
  }

  private FailedException unusable(String rule) {
    return new FailedException(ExitCode.USAGE, "--file '%s' must %s".formatted(name, rule));
  }
}
