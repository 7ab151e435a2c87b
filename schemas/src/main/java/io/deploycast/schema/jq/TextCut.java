package io.deploycast.schema.jq;

import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts texts to the sizes that products allow, between what a reader sees as characters: an emoji,
 * a flag or a letter with its accents stays whole. What was cut ends with an ellipsis, within the
 * size.
 */
final class TextCut {
  private static final String ELLIPSIS = "\u2026";

  /** One character as a reader sees it, by Unicode's rules for grapheme clusters. */
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private TextCut() {}

  /** At most that many UTF-16 units, which are never fewer than Unicode characters. */
  static String units(String text, int most) {
    return cut(text, most, String::length);
  }

  /** At most that many bytes in UTF-8. */
  static String bytes(String text, int most) {
    return cut(text, most, part -> part.getBytes(StandardCharsets.UTF_8).length);
  }

  private static String cut(String text, int most, ToIntFunction<String> size) {
    if (size.applyAsInt(text) <= most) {
      return text;
    }
    int left = most - size.applyAsInt(ELLIPSIS);
    if (left < 0) {
      return "";
    }
    int end = 0;
    Matcher graphemes = GRAPHEME.matcher(text);
    while (graphemes.find()) {
      left -= size.applyAsInt(graphemes.group());
      if (left < 0) {
        break;
      }
      end = graphemes.end();
    }
    return text.substring(0, end) + ELLIPSIS;
  }
}
