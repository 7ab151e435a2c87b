package io.deploycast.schema;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The usual form of an event's ids and times, recognised without a pattern. Says yes only where the
 * schema does; anything else has to be asked of that.
 */
public final class PlainForm {
  private static final int SHORTEST_ID = 16;
  private static final int LONGEST_ID = 128;

  /** As far as seconds go. */
  private static final int SHORTEST_TIME = "2012-07-08T11:14:15Z".length();

  private static final int LONGEST_TIME = SHORTEST_TIME + ".123456789".length();

  private PlainForm() {}

  public static boolean isId(String text) {
    byte[] bytes = bytes(text);
    return isId(bytes, 0, bytes.length);
  }

  /** The same for these bytes of a text in UTF-8. */
  public static boolean isId(byte[] text, int from, int to) {
    if (to - from < SHORTEST_ID || to - from > LONGEST_ID) {
      return false;
    }
    for (int i = from; i < to; i++) {
      int c = text[i];
      int letter = c | 0x20;
      boolean digit = c >= '0' && c <= '9';
      if (!digit && (letter < 'a' || letter > 'z') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether it is {@code 2012-07-08T11:14:15Z}, with up to nine digits of a fraction or none. */
  public static boolean isUtc(String text) {
    byte[] bytes = bytes(text);
    return isUtc(bytes, 0, bytes.length);
  }

  /** The same for these bytes of a text in UTF-8. */
  public static boolean isUtc(byte[] text, int from, int to) {
    int length = to - from;
    return length >= SHORTEST_TIME
        && length <= LONGEST_TIME
        && text[to - 1] == 'Z'
        && isDate(text, from)
        && text[from + 10] == 'T'
        && isTimeOfDay(text, from + 11)
        && isFraction(text, from + 19, to - 1);
  }

  /** The instant that a time says which {@link #isUtc} recognises. */
  static Instant utc(String text) {
    byte[] bytes = bytes(text);
    int nanos = 0;
    for (int i = SHORTEST_TIME; i < LONGEST_TIME - 1; i++) {
      nanos = 10 * nanos + (i < bytes.length - 1 ? bytes[i] - '0' : 0);
    }
    return LocalDateTime.of(
            number(bytes, 0, 4),
            number(bytes, 5, 2),
            number(bytes, 8, 2),
            number(bytes, 11, 2),
            number(bytes, 14, 2),
            number(bytes, 17, 2),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isDate(byte[] text, int from) {
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    return text[from + 4] == '-'
        && text[from + 7] == '-'
        && year >= 0
        && month >= 1
        && month <= 12
        && day >= 1
        && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
  }

  private static boolean isTimeOfDay(byte[] text, int from) {
    int hour = number(text, from, 2);
    int minute = number(text, from + 3, 2);
    int second = number(text, from + 6, 2);
    return text[from + 2] == ':'
        && text[from + 5] == ':'
        && hour >= 0
        && hour <= 23
        && minute >= 0
        && minute <= 59
        && second >= 0
        && second <= 59;
  }

  /** Nothing, or a point and digits. */
  private static boolean isFraction(byte[] text, int from, int to) {
    int digits = to - from - 1;
    return digits < 0 || (digits > 0 && text[from] == '.' && number(text, from + 1, digits) >= 0);
  }

  /** At most nine digits; -1 when one is none. */
  private static int number(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Whatever has no byte becomes a question mark, which neither an id nor a time may have. */
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
