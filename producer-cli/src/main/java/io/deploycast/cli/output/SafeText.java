package io.deploycast.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text without the characters that do something instead of being read: control characters (among
 * them those that begin a terminal's escape sequences), format characters (among them those that
 * turn the direction of text), line and paragraph separators, and what Unicode has not assigned.
 * They become {@code \}{@code uXXXX}.
 */
public final class SafeText {
  private SafeText() {}

  /** The text with every such character escaped, line breaks and tabs as well. */
  public static String of(String text) {
    return escape(text, "");
  }

  /** The same with line breaks and tabs left as they are. */
  static String keepingLines(String text) {
    return escape(text, "\n\r\t");
  }

  /**
   * A JSON document in one line. The characters become JSON's own escapes, so the line means
   * exactly what the document meant.
   *
   * @param json valid JSON in UTF-8, in which control characters are only space between tokens
   */
  public static String jsonLine(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    return isPlain(json) ? text : escape(text.replaceAll("[\n\r\t]", ""), "");
  }

  /** Whether all bytes are printable ASCII, as nearly all events are: nothing to do then. */
  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static String escape(String text, String kept) {
    StringBuilder out = null;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      boolean harmless = isHarmless(c) || kept.indexOf(c) >= 0;
      if (!harmless && out == null) {
        out = new StringBuilder(text.length() + 32).append(text, 0, i);
      }
      if (out != null && harmless) {
        out.appendCodePoint(c);
      } else if (out != null) {
        for (char unit : Character.toChars(c)) {
          out.append(String.format(Locale.ROOT, "\\u%04X", (int) unit));
        }
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
