package io.deploycast.schema.jq;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts texts to the sizes that products allow, between what a reader sees as characters: an emoji,
 * a flag or a letter with its accents stays whole, and so does what was put in the place of one.
 * What was cut ends with an ellipsis, within the size.
 */
enum TextCut {
  /** Counts UTF-16 units, which are never fewer than Unicode characters. */
  UNITS {
    @Override
    int size(String text) {
      return text.length();
    }
  },
  /** Counts bytes in UTF-8. */
  BYTES {
    @Override
    int size(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  };

  private static final String ELLIPSIS = "\u2026";

  /** One character as a reader sees it, by Unicode's rules for grapheme clusters. */
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  abstract int size(String text);

  /** A text of at most that size. */
  String cut(String text, int most) {
    return size(text) <= most ? text : shorten(text, most, null);
  }

  /** A text that is of at most that size when its parts have been exchanged, as they then are. */
  String cut(String text, int most, Exchange exchange) {
    String whole = exchange.all(text);
    return size(whole) <= most ? whole : shorten(text, most, exchange);
  }

  private String shorten(String text, int most, @Nullable Exchange exchange) {
    int left = most - size(ELLIPSIS);
    if (left < 0) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    Matcher graphemes = GRAPHEME.matcher(text);
    int at = 0;
    while (at < text.length()) {
      Exchange.Part found = exchange == null ? null : exchange.at(text, at);
      int end = found == null ? endOfCharacter(graphemes, at) : at + found.from().length();
      String part = found == null ? text.substring(at, end) : found.to();
      left -= size(part);
      if (left < 0) {
        break;
      }
      out.append(part);
      at = end;
    }
    return out.append(ELLIPSIS).toString();
  }

  private static int endOfCharacter(Matcher graphemes, int at) {
    graphemes.region(at, graphemes.regionEnd());
    return graphemes.lookingAt() ? graphemes.end() : at + 1;
  }
}
