package io.deploycast.schema;

import java.time.YearMonth;

/**
 * The usual form of an event's ids and times, recognised without a pattern. Says yes only where the
 * schema does; anything else has to be asked of that.
 */
public final class PlainForm {
  private static final int SHORTEST_ID = 16;
  private static final int LONGEST_ID = 128;

  private PlainForm() {}

  public static boolean isId(String text) {
    if (text.length() < SHORTEST_ID || text.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char letter = (char) (c | 0x20);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (letter < 'a' || letter > 'z') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether it is {@code 2012-07-08T11:14:15Z}, with up to nine digits of a fraction or none. */
  public static boolean isUtc(String text) {
    int length = text.length();
    if (length < 20 || length > 30 || length == 21 || text.charAt(length - 1) != 'Z') {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      char expected = "0000-00-00T00:00:00.000000000".charAt(i);
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    int month = two(text, 5);
    int day = two(text, 8);
    return month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28
            || day <= YearMonth.of(100 * two(text, 0) + two(text, 2), month).lengthOfMonth())
        && two(text, 11) <= 23
        && two(text, 14) <= 59
        && two(text, 17) <= 59;
  }

  private static int two(String text, int at) {
    return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
  }
}
