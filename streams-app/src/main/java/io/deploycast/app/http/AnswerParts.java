package io.deploycast.app.http;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of an answer beside its status and an excerpt.
 *
 * @param body whether it judges the body, as far as that is read
 * @param rateLimitHeader header that says when to go on, asked when {@code Retry-After} is missing;
 *     or null
 * @param once whether it rather learns that no answer came than have the request sent again when a
 *     pooled connection died under it
 */
public record AnswerParts(boolean body, @Nullable String rateLimitHeader, boolean once) {
  /** Nothing more. */
  public static final AnswerParts NONE = new AnswerParts(false, null, false);

  /** The same for a request that is sent once at most. */
  public AnswerParts sentOnce() {
    return new AnswerParts(body, rateLimitHeader, true);
  }
}
