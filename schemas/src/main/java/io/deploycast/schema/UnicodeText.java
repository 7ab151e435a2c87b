package io.deploycast.schema;

/** Questions about text that Java's {@link String} does not ask. */
final class UnicodeText {
  private UnicodeText() {}

  /** Whether every surrogate has its partner, so that UTF-8 can carry the text unchanged. */
  static boolean isWellFormed(String text) {
    // A pair is one code point; only a lone surrogate comes out of codePoints() as itself.
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
