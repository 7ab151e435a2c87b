package io.deploycast.schema.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the look-up of one id is. Thread-safe. Times are of a monotonic clock in nanoseconds. */
final class SchemaLookup {
  /** Pause after a first failure; it doubles up to the longest. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /**
   * Pause before an unknown id is asked for once more: a follower in a cluster of registries learns
   * of a new schema a moment after its writer.
   */
  private static final Duration PROPAGATION = Duration.ofSeconds(1);

  /** How long an id counts as unknown, so that a flood of it costs one look-up. */
  private static final Duration UNKNOWN_KEPT = Duration.ofSeconds(10);

  /** Nobody waits any more for what was not asked for so long: its partition was given away. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(5);

  private boolean inFlight;
  private int failures;
  private int unknowns;
  private long notBefore;
  private long askedFor;
  private @Nullable SchemaFinding finding;
  private long findingUntil;
  private @Nullable String problem;

  /** Whether the caller is to start the look-up now. */
  synchronized boolean begin(long now) {
    boolean first = askedFor == 0;
    askedFor = now;
    if (inFlight || finding(now).isPresent() || (!first && notBefore - now > 0)) {
      return false;
    }
    inFlight = true;
    return true;
  }

  synchronized Optional<SchemaFinding> finding(long now) {
    if (finding instanceof SchemaFinding.Unusable && findingUntil - now <= 0) {
      finding = null;
      unknowns = 0;
    }
    return Optional.ofNullable(finding);
  }

  /** What the registry has decided; that values cannot be used may be mended there, though. */
  synchronized void found(SchemaFinding found, long now) {
    ended(now, Duration.ZERO);
    failures = 0;
    problem = null;
    finding = found;
    findingUntil = now + UNKNOWN_KEPT.toNanos();
  }

  synchronized void unknown(SchemaFinding.Unusable found, long now) {
    unknowns++;
    if (unknowns > 1) {
      found(found, now);
    } else {
      ended(now, PROPAGATION);
    }
  }

  synchronized void failed(String why, long now) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 4));
    failures++;
    problem = why;
    ended(now, pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  synchronized Optional<String> problem(long now) {
    return now - askedFor > FORGOTTEN.toNanos() ? Optional.empty() : Optional.ofNullable(problem);
  }

  private void ended(long now, Duration pause) {
    inFlight = false;
    notBefore = now + pause.toNanos();
  }
}
