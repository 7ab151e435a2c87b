package io.deploycast.app.http;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import java.util.Set;

/**
 * Says what an answer means for the delivery. A pure function of the status; the body only lends
 * its words to the error.
 */
public final class ResponseClassifier {
  /** Client errors that another attempt can mend. */
  private static final Set<Integer> RETRIABLE = Set.of(408, 409, 425, 429);

  /** Our credentials, or an address that is gone: nothing an event can do about. */
  private static final Set<Integer> REFUSED = Set.of(401, 403, 410);

  /** What a gateway answers for a target that is away. */
  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  /** Statuses that may carry a pause that is meant for the whole target. */
  private static final Set<Integer> PAUSING = Set.of(429, 503);

  private final Set<Integer> success;

  /**
   * @param success statuses that mean success; empty for every 2xx
   */
  public ResponseClassifier(Set<Integer> success) {
    this.success = Set.copyOf(success);
  }

  public Outcome classify(Answer answer) {
    if (answer instanceof Answer.Complete complete) {
      return classify(complete);
    }
    Answer.None none = (Answer.None) answer;
    Trouble trouble = none.hopeless() ? Trouble.BROKEN_TARGET : Trouble.OUTAGE;
    return new Outcome.Retriable(none.error(), null, trouble, null);
  }

  private Outcome classify(Answer.Complete answer) {
    int status = answer.status();
    if (isSuccess(status)) {
      return new Outcome.Delivered(status);
    }
    String error =
        "answered " + status + (answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt());
    if (REFUSED.contains(status) || (status >= 300 && status <= 399)) {
      return new Outcome.Refused(error, status);
    }
    boolean clientError = status >= 400 && status <= 499;
    if (clientError && !RETRIABLE.contains(status)) {
      return new Outcome.Permanent(DeadLetterReason.REJECTED, error, status);
    }
    Trouble trouble = AWAY.contains(status) ? Trouble.OUTAGE : Trouble.EVENT;
    Duration pause = PAUSING.contains(status) ? answer.retryAfter() : null;
    return new Outcome.Retriable(error, status, trouble, pause);
  }

  private boolean isSuccess(int status) {
    return success.isEmpty() ? status >= 200 && status <= 299 : success.contains(status);
  }
}
