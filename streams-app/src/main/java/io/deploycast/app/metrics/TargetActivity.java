package io.deploycast.app.metrics;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.DeliveryListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one target did in the last five minutes, and what it last failed with: enough for a person
 * to see whether it is well now. Of this instance alone, and gone with it. Thread-safe.
 */
public final class TargetActivity implements DeliveryListener {
  /** Length of a slot: short enough to see a change, long enough to smooth a single call. */
  public static final Duration SLOT = Duration.ofSeconds(5);

  /** Five minutes of slots. */
  private static final int SLOTS = 60;

  /**
   * What happened in one slot.
   *
   * @param attempts attempts that ended
   * @param failed those of them that failed
   * @param meanMillis mean time of these attempts, 0 without any
   */
  public record Slot(int attempts, int failed, int delivered, long meanMillis) {}

  /**
   * What the target last failed with.
   *
   * @param status HTTP status of the answer, or null without one
   */
  public record Failure(String error, @Nullable Integer status, Instant at) {}

  private final InstantSource clock;

  /** Number of the slot that each place holds, counted from the epoch. Guarded by this. */
  private final long[] numbers = new long[SLOTS];

  private final int[] attempts = new int[SLOTS];
  private final int[] failed = new int[SLOTS];
  private final int[] delivered = new int[SLOTS];
  private final long[] millis = new long[SLOTS];
  private @Nullable Failure lastFailure;
  private @Nullable Instant lastDelivery;

  public TargetActivity(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void attempted(Outcome outcome, Duration took) {
    int place = place();
    attempts[place]++;
    millis[place] += took.toMillis();
    if (outcome instanceof Outcome.Failed failure) {
      failed[place]++;
      lastFailure = new Failure(failure.error(), failure.status(), clock.instant());
    }
  }

  @Override
  public synchronized void ended(DeliveryEnd end, boolean first) {
    switch (end.outcome()) {
      case DELIVERED -> {
        delivered[place()]++;
        lastDelivery = end.at();
      }
      case DEAD_LETTERED, FILTERED, DISCARDED -> {
        // Neither a call nor a success: the meters count them.
      }
    }
  }

  /** The last five minutes, oldest first; the last slot is not over yet. */
  public synchronized List<Slot> slots() {
    List<Slot> slots = new ArrayList<>(SLOTS);
    for (long number = number() - SLOTS + 1; number <= number(); number++) {
      int i = (int) (number % SLOTS);
      boolean held = numbers[i] == number;
      slots.add(
          held
              ? new Slot(
                  attempts[i],
                  failed[i],
                  delivered[i],
                  attempts[i] == 0 ? 0 : millis[i] / attempts[i])
              : new Slot(0, 0, 0, 0));
    }
    return slots;
  }

  /** Attempts that ended in this slot and the one before. */
  public synchronized int lately() {
    long number = number();
    return attemptsIn(number) + attemptsIn(number - 1);
  }

  private int attemptsIn(long number) {
    int i = (int) (number % SLOTS);
    return numbers[i] == number ? attempts[i] : 0;
  }

  /** What it last failed with; empty when nothing has failed since the start. */
  public synchronized Optional<Failure> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** When it last took an event; empty when it has not since the start. */
  public synchronized Optional<Instant> lastDelivery() {
    return Optional.ofNullable(lastDelivery);
  }

  private long number() {
    return clock.millis() / SLOT.toMillis();
  }

  private int place() {
    long number = number();
    int place = (int) (number % SLOTS);
    if (numbers[place] != number) {
      numbers[place] = number;
      attempts[place] = 0;
      failed[place] = 0;
      delivered[place] = 0;
      millis[place] = 0;
    }
    return place;
  }
}
