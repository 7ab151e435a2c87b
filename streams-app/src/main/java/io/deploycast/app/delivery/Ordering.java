package io.deploycast.app.delivery;

import java.util.Locale;

/** In which order first attempts go out. */
public enum Ordering {
  /** Those of one service one after the other, other services beside them. */
  KEY,
  /** As they come, as many at a time as the target may have. */
  NONE;

  /**
   * Reads {@code key} or {@code none}.
   *
   * @throws IllegalArgumentException for any other text; the message is to be read after the
   *     subject
   */
  public static Ordering parse(String text) {
    for (Ordering ordering : values()) {
      if (ordering.toString().equals(text)) {
        return ordering;
      }
    }
    throw new IllegalArgumentException("must be key or none, was '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
