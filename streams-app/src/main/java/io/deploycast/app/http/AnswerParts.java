package io.deploycast.app.http;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of an answer beside its status and an excerpt.
 *
 * @param body whether it judges the body, as far as that is read
 * @param rateLimitHeader header that says when to go on, asked when {@code Retry-After} is missing;
 *     or null
 */
public record AnswerParts(boolean body, @Nullable String rateLimitHeader) {
  /** Nothing more. */
  public static final AnswerParts NONE = new AnswerParts(false, null);
}
