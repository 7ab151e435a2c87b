package io.deploycast.app.flow;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * All partitions of one target's group that this instance has, and the dispatcher they share: the
 * place where processors and the watermark consumer meet. One instance for the life of one Kafka
 * Streams instance.
 *
 * <p>Thread-safe. Processors open flows; the consumer asks what to hold, how long to poll, and
 * closes them; whoever stops the target drains.
 */
public final class TargetFlow {
  /**
   * Deliveries waiting for room at which partitions are held. Covers what a target answering at
   * once takes between two polls, at 10 ms and a hundred thousand a second.
   */
  private static final int HIGH_WATER = 1_000;

  /**
   * Deliveries waiting at which partitions are held while the target takes nothing: enough that
   * each probe can take another event, and the log is the backlog.
   */
  private static final int HELD_WATER = 16;

  /**
   * Where reading goes on: half of it, so that a partition is not held and released at each poll.
   */
  private static final int LOW_WATER = HIGH_WATER / 2;

  /**
   * Offsets open in one partition at which it is held: one slow call must not let the window, and
   * with it what a crash repeats, grow without end.
   */
  private static final int WINDOW_LIMIT = 10_000;

  /** Longest poll while answers are awaited or failures wait to be forwarded. */
  private static final Duration BUSY_POLL = Duration.ofMillis(10);

  /** How often a wait for the end of calls looks again. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final Dispatcher dispatcher;
  private final Map<TopicPartition, PartitionFlow> flows = new ConcurrentHashMap<>();
  private final Map<TopicPartition, DueGate> gates = new ConcurrentHashMap<>();
  private volatile boolean draining;
  private volatile boolean saturated;

  public TargetFlow(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** A flow for a partition from its start, in place of any earlier one. For the stream thread. */
  public PartitionFlow open(TopicPartition partition) {
    PartitionFlow flow = new PartitionFlow(partition);
    if (draining) {
      flow.drain();
    }
    flows.put(partition, flow);
    gates.remove(partition);
    return flow;
  }

  /** The same for a partition of a retry topic, whose records wait at the gate. */
  public PartitionFlow open(TopicPartition partition, DueGate gate) {
    PartitionFlow flow = open(partition);
    gates.put(partition, gate);
    return flow;
  }

  /** Hands a delivery to the dispatcher. */
  public void submit(Delivery delivery) {
    dispatcher.submit(delivery);
  }

  /** Whether the dispatcher has as much waiting as it should; then gates release nothing more. */
  public boolean isSaturated() {
    int waiting = dispatcher.waiting();
    if (waiting >= HELD_WATER && !dispatcher.isRunning()) {
      return true;
    }
    if (waiting >= HIGH_WATER) {
      saturated = true;
    } else if (waiting <= LOW_WATER) {
      saturated = false;
    }
    return saturated;
  }

  /** Starts what has become possible with time: a probe, or calls after a pause. */
  public void startWaiting() {
    if (dispatcher.waiting() > 0) {
      dispatcher.pump();
    }
  }

  /** Finishes what is in flight, starts nothing new, holds every partition. Cannot be undone. */
  public void drain() {
    draining = true;
    flows.values().forEach(PartitionFlow::drain);
    dispatcher.dropRefused();
  }

  /** Whether a drain is over: nothing in flight, all failures forwarded, all of it committed. */
  public boolean isDrained() {
    return dispatcher.inFlight() == 0
        && dispatcher.waiting() == 0
        && flows.values().stream()
            .allMatch(flow -> !flow.hasFailuresToForward() && flow.isCommitted());
  }

  boolean mustHold(TopicPartition partition) {
    if (draining || isSaturated()) {
      return true;
    }
    DueGate gate = gates.get(partition);
    PartitionFlow flow = flows.get(partition);
    return (gate != null && gate.isHolding())
        || (flow != null && flow.window().size() >= WINDOW_LIMIT);
  }

  /** How long the next poll may take at most, so that what is due is not late. */
  Duration pollBound(Duration wanted, long nanos) {
    Duration bound = wanted;
    if (draining || isBusy()) {
      bound = shorter(bound, BUSY_POLL);
    }
    if (dispatcher.waiting() > 0) {
      bound = shorter(bound, roundedUp(Duration.ofNanos(dispatcher.nanosUntilStart())));
    }
    for (DueGate gate : gates.values()) {
      Duration untilDue = gate.untilDue(nanos);
      if (untilDue != null) {
        bound = shorter(bound, roundedUp(untilDue));
      }
    }
    return bound;
  }

  Optional<PartitionFlow> of(TopicPartition partition) {
    return Optional.ofNullable(flows.get(partition));
  }

  /**
   * Before partitions are given away: drops what waits for them and lets their calls end. Blocks
   * the stream thread, and with it the rebalance, for at most that long.
   */
  void settle(Collection<TopicPartition> partitions, Duration bound) {
    partitions.forEach(partition -> of(partition).ifPresent(PartitionFlow::drain));
    dispatcher.dropRefused();
    long deadline = System.nanoTime() + bound.toNanos();
    while (haveCallsInFlight(partitions) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** After partitions were given away or lost. */
  void close(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionFlow flow = flows.remove(partition);
      if (flow != null) {
        flow.drain();
      }
      gates.remove(partition);
    }
    dispatcher.dropRefused();
  }

  private boolean haveCallsInFlight(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .anyMatch(partition -> of(partition).map(PartitionFlow::hasCallsInFlight).orElse(false));
  }

  private boolean isBusy() {
    return dispatcher.inFlight() > 0
        || flows.values().stream().anyMatch(PartitionFlow::hasFailuresToForward);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Kafka counts polls in whole milliseconds; one that ends early would only spin. */
  private static Duration roundedUp(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
  }
}
