package io.deploycast.schema.deadletter;

import io.deploycast.schema.DeadLetter.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What becomes of the dead letters that a request means.
 *
 * @param chosen those to put back, in order
 * @param onTheWay those that were put back before and have not ended yet
 * @param tooOften those that were redriven too often already
 * @param withoutValue those whose value is not there: it was null, or did not fit
 * @param beyondLimit those that are left for the next time
 */
public record RedrivePlan(
    List<StoredDeadLetter> chosen, int onTheWay, int tooOften, int withoutValue, int beyondLimit) {
  public RedrivePlan {
    chosen = List.copyOf(chosen);
  }

  /**
   * Decides for each of those found.
   *
   * @param waiting keys of dead letters that are on their way
   */
  static RedrivePlan of(List<StoredDeadLetter> found, Set<String> waiting, RedriveRequest request) {
    List<StoredDeadLetter> chosen = new ArrayList<>();
    int onTheWay = 0;
    int tooOften = 0;
    int withoutValue = 0;
    int beyondLimit = 0;
    for (StoredDeadLetter stored : found) {
      if (waiting.contains(stored.letter().key())) {
        onTheWay++;
      } else if (stored.letter().value() != ValueState.ORIGINAL) {
        withoutValue++;
      } else if (stored.letter().redrives() >= RedriveRequest.MOST_REDRIVES && !request.force()) {
        tooOften++;
      } else if (request.limit() != null && chosen.size() >= request.limit()) {
        beyondLimit++;
      } else {
        chosen.add(stored);
      }
    }
    return new RedrivePlan(chosen, onTheWay, tooOften, withoutValue, beyondLimit);
  }

  /** The same for giving them up: all that are not on their way. */
  static RedrivePlan ofDiscard(List<StoredDeadLetter> found, Set<String> waiting) {
    List<StoredDeadLetter> chosen =
        found.stream().filter(it -> !waiting.contains(it.letter().key())).toList();
    return new RedrivePlan(chosen, found.size() - chosen.size(), 0, 0, 0);
  }

  /** How many dead letters the request means. */
  public int found() {
    return chosen.size() + onTheWay + tooOften + withoutValue + beyondLimit;
  }
}
