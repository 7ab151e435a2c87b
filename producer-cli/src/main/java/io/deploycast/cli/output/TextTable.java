package io.deploycast.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of text in columns that line up in a terminal, also with wide characters. The first rows
 * decide the widths; what comes later may stick out, but everything can be printed as it comes. Not
 * thread-safe.
 */
public final class TextTable {
  /** Rows that are looked at before the first is printed. */
  private static final int SAMPLE = 200;

  private static final String GAP = "  ";
  private static final String NOTHING = "-";

  private final List<String> titles;
  private final boolean[] right;
  private final int[] widths;
  private final int widest;
  private final Lines lines;
  private final List<List<String>> waiting = new ArrayList<>();
  private boolean begun;

  /** Takes one line after the other. */
  public interface Lines {
    void print(String line);
  }

  /**
   * A table.
   *
   * @param titles heads of the columns; one that begins with {@code >} is of a column of numbers
   * @param widest characters of a cell that are shown
   */
  public TextTable(List<String> titles, int widest, Lines lines) {
    this.titles = titles.stream().map(it -> it.replaceFirst("^>", "")).toList();
    this.right = new boolean[titles.size()];
    this.widths = new int[titles.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = titles.get(i).startsWith(">");
      widths[i] = DisplayWidth.of(this.titles.get(i));
    }
    this.widest = widest;
    this.lines = lines;
  }

  /** The next row: foreign text as it is, null where there is none. */
  public void row(List<@Nullable String> cells) {
    List<String> shown = new ArrayList<>(cells.size());
    for (String cell : cells) {
      shown.add(cell == null ? NOTHING : DisplayWidth.cut(SafeText.of(cell), widest));
    }
    if (begun) {
      print(shown);
      return;
    }
    waiting.add(shown);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], DisplayWidth.of(shown.get(i)));
    }
    if (waiting.size() == SAMPLE) {
      flush();
    }
  }

  /** Prints what still waits for its widths. */
  public void flush() {
    if (!begun && !waiting.isEmpty()) {
      begun = true;
      print(titles);
      waiting.forEach(this::print);
      waiting.clear();
    }
  }

  private void print(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(cells.get(i))));
      line.append(i == 0 ? "" : GAP);
      line.append(right[i] ? pad + cells.get(i) : cells.get(i) + pad);
    }
    lines.print(line.toString().stripTrailing());
  }
}
