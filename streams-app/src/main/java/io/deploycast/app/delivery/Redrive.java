package io.deploycast.app.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter on its way again: a delivery of its own, whose success removes the dead letter.
 *
 * @param count how often it has been redriven, this time included
 * @param deadLetterKey record key of the dead letter; null when the record does not say
 */
public record Redrive(int count, @Nullable String deadLetterKey) {
  public Redrive {
    if (count < 1) {
      throw new IllegalArgumentException("count must be positive, was " + count);
    }
  }
}
