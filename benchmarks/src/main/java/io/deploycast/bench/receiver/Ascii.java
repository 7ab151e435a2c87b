package io.deploycast.bench.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Finds things in bytes without making a text of them. */
final class Ascii {
  private Ascii() {}

  /** Where the pattern begins, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
    for (int i = from; i <= to - pattern.length; i++) {
      if (matches(bytes, i, pattern)) {
        return i;
      }
    }
    return -1;
  }

  static boolean matches(byte[] bytes, int at, byte[] pattern) {
    for (int i = 0; i < pattern.length; i++) {
      if (bytes[at + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }

  /** The decimal number that begins there; spaces before it do not count, and none is 0. */
  static long number(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == ' ') {
      at++;
    }
    long number = 0;
    for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }

  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
