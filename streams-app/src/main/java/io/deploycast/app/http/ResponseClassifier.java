package io.deploycast.app.http;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.schema.DeadLetterReason;
import java.util.Set;

/**
 * Says what an answer means for the delivery. A pure function of the status; the body only lends
 * its words to the error.
 */
public final class ResponseClassifier {
  /**
   * Client errors that another attempt can mend: a wrong time, or a wrong credential or address,
   * which an operator puts right.
   */
  private static final Set<Integer> RETRIABLE = Set.of(401, 403, 408, 409, 410, 425, 429);

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
    return new Outcome.Retriable(((Answer.None) answer).error(), null);
  }

  private Outcome classify(Answer.Complete answer) {
    int status = answer.status();
    if (isSuccess(status)) {
      return new Outcome.Delivered(status);
    }
    String error =
        "answered " + status + (answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt());
    boolean clientError = status >= 400 && status <= 499;
    return clientError && !RETRIABLE.contains(status)
        ? new Outcome.Permanent(DeadLetterReason.REJECTED, error, status)
        : new Outcome.Retriable(error, status);
  }

  private boolean isSuccess(int status) {
    return success.isEmpty() ? status >= 200 && status <= 299 : success.contains(status);
  }
}
