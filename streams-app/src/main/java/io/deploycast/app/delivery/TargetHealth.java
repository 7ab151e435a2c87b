package io.deploycast.app.delivery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides whose trouble a failure is, and when the target may be called. An outage must not use up
 * the attempts of the events it hits, however long it is and however few they are; an event that
 * always fails must use up its own, however well the target is.
 *
 * <ul>
 *   <li>A failure right after a success counts as the event's attempt, whatever it looks like.
 *   <li>When five different events fail in a row, or the same one fails again as if the target were
 *       away and nothing succeeded in between, the target is down. From then on failures cost
 *       nothing.
 *   <li>A probe that is answered ends the outage. Afterwards calls start slowly: every success
 *       makes room for one more, so that each round trip takes twice as many as the one before.
 *   <li>Trouble of our own on the way, such as a proxy that refuses us, blocks the target: it is
 *       probed as if it were down, but none of it counts, for the event or against the target.
 * </ul>
 *
 * <p>Times are those of a monotonic clock in nanoseconds. Not thread-safe: guarded by its owner's
 * lock.
 */
public final class TargetHealth {
  /** Different events that have to fail in a row before the target is suspected. */
  static final int FAILURES_IN_A_ROW = 5;

  /** How rarely a target that refuses us is tried: somebody has to act first. */
  static final Duration REFUSED_INTERVAL = Duration.ofMinutes(1);

  /** The longest pause a target can ask for. */
  static final Duration LONGEST_THROTTLE = Duration.ofHours(1);

  /** How often a paused target is looked at; whoever ends the pause wakes it up. */
  private static final Duration PAUSE_CHECK = Duration.ofSeconds(1);

  /** Refused events remembered, to tell a refused event from refused credentials. */
  private static final int REMEMBERED = 256;

  /** Told of each change of state, with the error that brought it; an empty one for recovery. */
  public interface Listener {
    void changed(TargetState state, String error);
  }

  private final int concurrency;
  private final RandomGenerator random;
  private final Listener listener;

  private TargetState state = TargetState.RUNNING;

  /** Whether a person has stopped the target; that stands above every other state. */
  private boolean paused;

  /** When the next call may start, unless the state is RUNNING. */
  private long notBefore;

  /** The event of the probe that is out; empty for none. */
  private String probe = "";

  private int failedProbes;

  /** Whether the outage shows as answers, so that an answer alone does not end it. */
  private boolean downByAnswers;

  /** Calls that may be in flight; grows to the concurrency after an outage. */
  private int limit;

  /** Different events that failed since something was delivered. */
  private final Set<String> failedInARow = new LinkedHashSet<>();

  private final Set<String> refusedEvents = new LinkedHashSet<>();

  public TargetHealth(int concurrency, RandomGenerator random, Listener listener) {
    this.concurrency = concurrency;
    this.limit = concurrency;
    this.random = random;
    this.listener = listener;
  }

  /** The most calls in flight, as it is configured. */
  public int concurrency() {
    return concurrency;
  }

  /** How many there may be in the state it is in. */
  public int mostInFlight() {
    return switch (state()) {
      case RUNNING -> limit;
      case DOWN, REFUSED, BLOCKED -> 1;
      case THROTTLED, PAUSED -> 0;
    };
  }

  public TargetState state() {
    return paused ? TargetState.PAUSED : state;
  }

  /** A person stops the target, or lets it go on; calls in flight are left to end. */
  public void pause(boolean paused) {
    if (this.paused == paused) {
      return;
    }
    this.paused = paused;
    if (paused) {
      listener.changed(TargetState.PAUSED, "");
    } else {
      // What has piled up goes out slowly, as after an outage.
      limit = 1;
      listener.changed(state, "");
    }
  }

  /** Whether a call may start now, with that many in flight. */
  public boolean mayStart(int inFlight, long nanos) {
    if (paused) {
      return false;
    }
    if (state == TargetState.THROTTLED && nanos - notBefore >= 0) {
      recover();
    }
    return switch (state) {
      case RUNNING -> inFlight < limit;
      case THROTTLED -> false;
      case DOWN, REFUSED, BLOCKED -> probe.isEmpty() && nanos - notBefore >= 0;
      case PAUSED -> throw new IllegalStateException("a pause is no state of its own");
    };
  }

  /** Nanoseconds until a call may start; 0 when only the number in flight is in the way. */
  public long nanosUntilStart(long nanos) {
    if (paused) {
      return PAUSE_CHECK.toNanos();
    }
    return state == TargetState.RUNNING ? 0 : Math.max(0, notBefore - nanos);
  }

  /** The next call may start at that moment rather than later; of no effect on a pause. */
  public void probeAt(long nanos) {
    if (state != TargetState.RUNNING && notBefore - nanos > 0) {
      notBefore = nanos;
    }
  }

  /** A call starts. */
  public void started(String eventId) {
    if (isProbed()) {
      probe = eventId;
    }
  }

  /**
   * A call has ended.
   *
   * @return whether it counts as an attempt of its event; otherwise the event waits, as if it had
   *     not been tried
   */
  public boolean ended(String eventId, Outcome outcome, long nanos) {
    boolean wasProbe = probe.equals(eventId);
    if (wasProbe) {
      probe = "";
    }
    if (outcome instanceof Outcome.Retriable failure) {
      return failed(eventId, failure, wasProbe, nanos);
    }
    if (outcome instanceof Outcome.Refused refused) {
      return refused(eventId, refused, wasProbe, nanos);
    }
    failedInARow.clear();
    if (isProbed()) {
      recover();
    }
    limit = Math.min(concurrency, limit + 1);
    return true;
  }

  private boolean failed(String eventId, Outcome.Retriable failure, boolean wasProbe, long nanos) {
    Duration pause = failure.retryAfter();
    if (pause != null) {
      Duration capped = pause.compareTo(LONGEST_THROTTLE) > 0 ? LONGEST_THROTTLE : pause;
      enter(TargetState.THROTTLED, failure.error(), nanos + capped.toNanos());
      return false;
    }
    if (failure.trouble() == Trouble.OURS) {
      blocked(failure, wasProbe, nanos);
      return false;
    }
    boolean answered = failure.trouble() == Trouble.EVENT;
    if (isProbed()) {
      return (answered && wasProbe && !downByAnswers)
          ? recoverByAnswer(eventId)
          : probeFailed(failure, wasProbe, nanos);
    }
    boolean again = !failedInARow.add(eventId);
    boolean away = again && !answered;
    if (failure.trouble() == Trouble.BROKEN_TARGET
        || away
        || failedInARow.size() >= FAILURES_IN_A_ROW) {
      downByAnswers = answered;
      failedProbes = 0;
      enter(TargetState.DOWN, failure.error(), nextProbe(nanos));
      return false;
    }
    return true;
  }

  /** Neither the pause that a target asks for nor the time until a probe is cut short by it. */
  private void blocked(Outcome.Retriable failure, boolean wasProbe, long nanos) {
    if (state == TargetState.RUNNING || wasProbe) {
      failedProbes = wasProbe ? failedProbes + 1 : 0;
      enter(TargetState.BLOCKED, failure.error(), nextProbe(nanos));
    }
  }

  private boolean recoverByAnswer(String eventId) {
    recover();
    failedInARow.add(eventId);
    return true;
  }

  private boolean probeFailed(Outcome.Retriable failure, boolean wasProbe, long nanos) {
    if (wasProbe) {
      failedProbes++;
      enter(TargetState.DOWN, failure.error(), nextProbe(nanos));
    }
    return false;
  }

  /** One event refused again and again while others get through is refused for itself. */
  private boolean refused(String eventId, Outcome.Refused refused, boolean wasProbe, long nanos) {
    boolean othersGetThrough = state == TargetState.RUNNING && !refusedEvents.add(eventId);
    if (othersGetThrough) {
      return true;
    }
    refusedEvents.add(eventId);
    if (refusedEvents.size() > REMEMBERED) {
      refusedEvents.remove(refusedEvents.iterator().next());
    }
    if (state != TargetState.REFUSED || wasProbe) {
      enter(TargetState.REFUSED, refused.error(), nanos + REFUSED_INTERVAL.toNanos());
    }
    return false;
  }

  /** Whether only one call at a time goes out, to see whether the trouble is over. */
  private boolean isProbed() {
    return switch (state) {
      case DOWN, REFUSED, BLOCKED -> true;
      case RUNNING, THROTTLED, PAUSED -> false;
    };
  }

  private long nextProbe(long nanos) {
    return nanos + ProbeIntervals.before(failedProbes, random.nextDouble()).toNanos();
  }

  private void recover() {
    limit = 1;
    downByAnswers = false;
    failedProbes = 0;
    failedInARow.clear();
    enter(TargetState.RUNNING, "", 0);
  }

  private void enter(TargetState next, String error, long earliest) {
    notBefore = earliest;
    if (state != next) {
      state = next;
      if (!paused) {
        listener.changed(next, error);
      }
    }
  }
}
