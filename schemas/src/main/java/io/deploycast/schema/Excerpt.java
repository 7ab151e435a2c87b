package io.deploycast.schema;

import java.util.Locale;

/**
 * Foreign text made fit for a log line or an error message: short, and without control characters.
 */
public final class Excerpt {
  /** Longest excerpt in characters: enough to recognise a text, too short to flood a line. */
  private static final int MAX = 120;

  private Excerpt() {}

  /** The first {@value #MAX} characters, escaped. */
  public static String of(String text) {
    return of(text, MAX);
  }

  /**
   * The first {@code most} characters; control, format (bidi among them), separator and surrogate
   * characters appear as {@code \}{@code uXXXX}.
   */
  public static String of(String text, int most) {
    int end = Math.min(text.length(), most);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder out = new StringBuilder(end + 16);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isHarmless(text, i)) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      }
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }

  private static boolean isHarmless(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
