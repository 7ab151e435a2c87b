package io.deploycast.app.target;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a product's answers mean, where that is not what everybody means by them.
 *
 * @param success statuses that mean success; empty for every 2xx
 * @param permanent statuses after which no later attempt can succeed
 * @param retriable statuses after which a later attempt can
 * @param refused statuses that refuse us, not the event
 * @param verdict jq over a successful answer: one of {@link Verdict}'s words; null for delivered
 * @param rateLimitHeader header that says when to go on, beside {@code Retry-After}, or null
 * @param pause how long to leave the product alone when it is throttled and names no time, or null
 */
public record AnswerSpec(
    Set<Integer> success,
    Set<Integer> permanent,
    Set<Integer> retriable,
    Set<Integer> refused,
    @Nullable String verdict,
    @Nullable String rateLimitHeader,
    @Nullable Duration pause) {
  /** Answers that mean what they mean everywhere. */
  public static final AnswerSpec USUAL =
      new AnswerSpec(Set.of(), Set.of(), Set.of(), Set.of(), null, null, null);

  public AnswerSpec {
    success = Set.copyOf(success);
    permanent = Set.copyOf(permanent);
    retriable = Set.copyOf(retriable);
    refused = Set.copyOf(refused);
  }
}
