package io.deploycast.cli.output;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values by RFC 4180 that no spreadsheet takes for formulas. A cell, or a line
 * within one, that would begin like a formula gets an apostrophe before it (OWASP's rule for CSV
 * injection): for the exact texts there is JSON.
 */
public final class Csv {
  /** What a line may begin with and then be calculated: also behind space, also full-width. */
  private static final Pattern FORMULA =
      Pattern.compile("(?<=^|[\\n\\r])(?=[\\h\\p{Zs}]*[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20])");

  /** Needs no quotes in whatever dialect it is read. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/-]*");

  private Csv() {}

  /** One record and the line break that ends it. */
  public static String row(List<@Nullable String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  static String cell(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String inert = FORMULA.matcher(SafeText.keepingLines(text)).replaceAll("'");
    return PLAIN.matcher(inert).matches() && inert.equals(text)
        ? inert
        : '"' + inert.replace("\"", "\"\"") + '"';
  }
}
