package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Spoils JSON a little, as foreign writers might. */
final class Mutation {
  private Mutation() {}

  /** One or two bytes changed, removed or cut off, mostly to others of the same text. */
  static byte[] of(byte[] json, Random random) {
    byte[] bytes = json.clone();
    for (int change = 0; change <= random.nextInt(2); change++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
        case 3 -> {
          byte[] less = new byte[bytes.length - 1];
          System.arraycopy(bytes, 0, less, 0, at);
          System.arraycopy(bytes, at + 1, less, at, less.length - at);
          bytes = less;
        }
        default -> bytes[at] = "\\u\"{}[]:, \n".getBytes(UTF_8)[random.nextInt(11)];
      }
    }
    return bytes;
  }
}
