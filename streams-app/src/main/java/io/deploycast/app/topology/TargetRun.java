package io.deploycast.app.topology;

import io.deploycast.app.flow.TargetFlow;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/**
 * One life of a target's Kafka Streams instance, from its start to its close. An uncaught error
 * ends it; the next life gets a new instance with the same ids.
 */
final class TargetRun {
  /** How long closing may take after the drain: flushing, committing and leaving the group. */
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(4);

  /** How often a drain looks whether it is over; short beside the second until the last commit. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final KafkaStreams streams;
  private final TargetFlow flow;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Throwable error;

  TargetRun(KafkaStreams streams, TargetFlow flow) {
    this.streams = streams;
    this.flow = flow;
    streams.setUncaughtExceptionHandler(
        e -> {
          error = e;
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now.hasCompletedShutdown() || now == KafkaStreams.State.PENDING_ERROR) {
            ended.countDown();
          }
        });
  }

  void start() {
    streams.start();
  }

  TargetFlow flow() {
    return flow;
  }

  boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  /** What ended it, or null when it was stopped. */
  @Nullable Throwable error() {
    return error;
  }

  /** Waits at most that long for the end. */
  boolean awaitEnd(Duration bound) throws InterruptedException {
    return ended.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Lets calls in flight end and their outcomes be committed.
   *
   * @return whether all of it was within the bound
   */
  boolean drain(Duration bound) {
    flow.drain();
    long deadline = System.nanoTime() + bound.toNanos();
    while (!flow.isDrained() && ended.getCount() > 0) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return flow.isDrained();
  }

  /**
   * Lets calls in flight end, and their ends be recorded, within a bound. For an instance whose
   * clock stands still: it would neither forward a failure nor commit before it is closed.
   */
  void settle(Duration bound) {
    flow.drain();
    long deadline = System.nanoTime() + bound.toNanos();
    while (flow.hasCallsInFlight() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Closes the instance, whatever its state. */
  void close(GroupMembershipOperation membership) {
    flow.drain();
    streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(CLOSE_BOUND));
    ended.countDown();
  }
}
