package io.deploycast.schema.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a template: counts the calls of jq's functions and ends it when there are too
 * many, and lends them the regular expressions that the template compiled before.
 *
 * <p>It hangs on the thread, since the library hands functions nothing that belongs to the
 * evaluation: what jq's own library calls is looked up in the scope where it was defined.
 */
final class Evaluation {
  /**
   * Calls one evaluation may make: the largest shipped template takes some hundred, an event with
   * thousands of attributes some ten thousand, and a million end within a second.
   */
  static final int MOST_STEPS = 1_000_000;

  private static final ThreadLocal<@Nullable Evaluation> CURRENT = new ThreadLocal<>();

  private final RegexCache regexes;
  private int stepsLeft = MOST_STEPS;
  private @Nullable Exchange exchange;

  private Evaluation(RegexCache regexes) {
    this.regexes = regexes;
  }

  /** Ends an evaluation. No failure that jq's own {@code try} could catch. */
  static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("takes more than " + MOST_STEPS + " steps");
    }
  }

  /** A new evaluation on this thread, of a template with these regular expressions. */
  static void begin(RegexCache regexes) {
    CURRENT.set(new Evaluation(regexes));
  }

  /** The evaluation is over. */
  static void end() {
    CURRENT.remove();
  }

  /** One more step of this thread's evaluation. */
  static void step() {
    Evaluation current = CURRENT.get();
    if (current != null && --current.stepsLeft < 0) {
      throw new TooManyStepsException();
    }
  }

  /** The compiled form of a regular expression. */
  static Pattern pattern(String regex, int flags) {
    Evaluation current = CURRENT.get();
    return current == null ? Pattern.compile(regex, flags) : current.regexes.pattern(regex, flags);
  }

  /** A table of texts, ready for use; a template has one as a rule, and uses it often. */
  static Exchange exchange(JsonNode table) throws JsonQueryException {
    Evaluation current = CURRENT.get();
    if (current == null) {
      return new Exchange(table);
    }
    Exchange last = current.exchange;
    if (last == null || !last.isOf(table)) {
      last = new Exchange(table);
      current.exchange = last;
    }
    return last;
  }
}
