package io.deploycast.cli.output;

/** How many columns of a terminal a text takes: two for East Asian and emoji, none for accents. */
final class DisplayWidth {
  /**
   * First and last of the blocks that Unicode's East Asian Width (UAX 11) has as wide, without
   * single exceptions: Hangul Jamo, CJK to Yi, Hangul, CJK compatibility, its forms, full-width
   * forms and signs, emoji, CJK extensions.
   */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x2E80, 0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60,
    0xFFE0, 0xFFE6, 0x1F300, 0x1FAFF, 0x20000, 0x3FFFD
  };

  private DisplayWidth() {}

  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** At most that many columns; what was cut ends with an ellipsis. */
  static String cut(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    int left = most - 1;
    int end = 0;
    while (end < text.length() && (left -= of(text.codePointAt(end))) >= 0) {
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end) + '…';
  }

  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  private static boolean isWide(int c) {
    for (int i = 0; i < WIDE.length; i += 2) {
      if (c >= WIDE[i] && c <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
