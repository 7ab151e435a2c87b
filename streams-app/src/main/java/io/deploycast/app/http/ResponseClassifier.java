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

  /** Statuses that may carry a pause that is meant for the whole target. */
  private static final Set<Integer> PAUSING = Set.of(429, 503);

  private final Set<Integer> success;
  private final Set<Integer> permanent;
  private final Set<Integer> retriable;
  private final Set<Integer> refused;

  /**
   * @param success statuses that mean success; empty for every 2xx
   */
  public ResponseClassifier(Set<Integer> success) {
    this(success, Set.of(), Set.of(), Set.of());
  }

  /**
   * With statuses that mean something else to a product than to everybody.
   *
   * @param success statuses that mean success; empty for every 2xx
   * @param permanent statuses after which no later attempt can succeed
   * @param retriable statuses after which a later attempt can
   * @param refused statuses that refuse us, not the event
   */
  public ResponseClassifier(
      Set<Integer> success, Set<Integer> permanent, Set<Integer> retriable, Set<Integer> refused) {
    this.success = Set.copyOf(success);
    this.permanent = Set.copyOf(permanent);
    this.retriable = Set.copyOf(retriable);
    this.refused = Set.copyOf(refused);
  }

  public Outcome classify(Answer answer) {
    if (answer instanceof Answer.Complete complete) {
      return classify(complete);
    }
    Answer.None none = (Answer.None) answer;
    return switch (none.cause()) {
      case OUTAGE -> noAnswer(none, Trouble.OUTAGE);
      case HOPELESS -> noAnswer(none, Trouble.BROKEN_TARGET);
      case PROXY -> noAnswer(none, Trouble.OURS);
      case CREDENTIALS -> new Outcome.Refused(none.error(), null);
    };
  }

  private static Outcome noAnswer(Answer.None none, Trouble trouble) {
    return new Outcome.Retriable(none.error(), null, trouble, null);
  }

  private Outcome classify(Answer.Complete answer) {
    int status = answer.status();
    if (isSuccess(status)) {
      return new Outcome.Delivered(status);
    }
    String error =
        "answered " + status + (answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt());
    if (isRefusal(status)) {
      return new Outcome.Refused(error, status);
    }
    if (isPermanent(status)) {
      return new Outcome.Permanent(DeadLetterReason.REJECTED, error, status);
    }
    Duration pause = PAUSING.contains(status) ? answer.retryAfter() : null;
    return new Outcome.Retriable(error, status, Trouble.of(status), pause);
  }

  private boolean isRefusal(int status) {
    boolean usual = REFUSED.contains(status) || (status >= 300 && status <= 399);
    return refused.contains(status)
        || (usual && !permanent.contains(status) && !retriable.contains(status));
  }

  private boolean isPermanent(int status) {
    boolean clientError = status >= 400 && status <= 499;
    boolean usual = clientError && !RETRIABLE.contains(status);
    return permanent.contains(status) || (usual && !retriable.contains(status));
  }

  private boolean isSuccess(int status) {
    return success.isEmpty() ? status >= 200 && status <= 299 : success.contains(status);
  }
}
