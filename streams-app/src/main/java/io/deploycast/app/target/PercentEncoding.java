package io.deploycast.app.target;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Percent-encoding of event text, so that it can change neither a header line nor a path. */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * For a header value, by the CloudEvents HTTP rule: everything outside U+0021–U+007E, and {@code
   * "} and {@code %}.
   */
  static String header(String text) {
    return encode(text, b -> b > 0x20 && b < 0x7F && b != '"' && b != '%');
  }

  /** For one segment of a path or one value of a query: everything but RFC 3986's unreserved. */
  static String urlPart(String text) {
    return encode(
        text,
        b ->
            (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "-._~".indexOf(b) >= 0);
  }

  private static String encode(String text, IntPredicate plain) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte signed : text.getBytes(StandardCharsets.UTF_8)) {
      int b = Byte.toUnsignedInt(signed);
      if (plain.test(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(hex(b >> 4)).append(hex(b & 0xF));
      }
    }
    return out.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
