package io.deploycast.app.flow;

import io.deploycast.app.flow.finished.FinishedOffsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
   * Offsets open in one partition at which it is held: one slow call must not let the window, and
   * with it what a crash repeats, grow without end.
   */
  private static final int WINDOW_LIMIT = 10_000;

  /**
   * Longest poll while answers are awaited, failures wait to be forwarded, or what is due finds no
   * room.
   */
  private static final Duration BUSY_POLL = Duration.ofMillis(10);

  /** Longest poll while a record waits for a schema registry, which may be away for hours. */
  private static final Duration SCHEMA_POLL = Duration.ofMillis(50);

  /** How often a wait for the end of calls looks again. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final Dispatcher dispatcher;
  private final Map<TopicPartition, PartitionFlow> flows = new ConcurrentHashMap<>();
  private final Map<TopicPartition, DueGate> gates = new ConcurrentHashMap<>();

  /**
   * The partitions that there are of those with a flow: a task opens one for each of its topics,
   * also where a topic has fewer partitions. Null as long as no consumer says.
   */
  private volatile @Nullable Set<TopicPartition> assigned;

  /** What commits said that were read before their partitions are opened; for the stream thread. */
  private final Map<TopicPartition, EarlierCommit> earlier = new HashMap<>();

  private final Glances glances = new Glances();
  private volatile boolean draining;
  private final EndLog ends;
  private final DeliveryListener listener;
  private final Map<TopicPartition, Span> spans;

  /**
   * @param ends where ends of deliveries are recorded
   * @param listener told what becomes of them
   */
  public TargetFlow(Dispatcher dispatcher, EndLog ends, DeliveryListener listener) {
    this(dispatcher, ends, listener, Map.of());
  }

  /**
   * The same for a replay.
   *
   * @param spans the parts of partitions that are read; the others are read without end
   */
  public TargetFlow(
      Dispatcher dispatcher,
      EndLog ends,
      DeliveryListener listener,
      Map<TopicPartition, Span> spans) {
    this.dispatcher = dispatcher;
    this.ends = ends;
    this.listener = listener;
    this.spans = Map.copyOf(spans);
  }

  private record EarlierCommit(long offset, FinishedOffsets above) {}

  /** A commit of an earlier owner of the partition, which is about to be opened. */
  void resume(TopicPartition partition, long committed, FinishedOffsets above) {
    earlier.put(partition, new EarlierCommit(committed, above));
  }

  /**
   * A flow for a partition of the log, in place of any earlier one. For the stream thread, as is
   * the next.
   */
  public PartitionFlow open(TopicPartition partition) {
    return open(partition, SourceKind.LOG);
  }

  /** The same for a partition of the redrive topic. */
  public PartitionFlow openRedrive(TopicPartition partition) {
    return open(partition, SourceKind.REDRIVE);
  }

  /** The same for a partition of a retry topic, whose records wait at the gate. */
  public PartitionFlow open(TopicPartition partition, DueGate gate) {
    PartitionFlow flow = open(partition, SourceKind.RETRY);
    gates.put(partition, gate);
    return flow;
  }

  private PartitionFlow open(TopicPartition partition, SourceKind kind) {
    Span span = spans.getOrDefault(partition, Span.UNBOUNDED);
    PartitionFlow flow = new PartitionFlow(partition, kind, span, ends, listener);
    EarlierCommit commit = earlier.remove(partition);
    if (commit != null) {
      flow.ahead().resume(commit.offset(), commit.above());
    }
    if (draining) {
      flow.drain();
    }
    flows.put(partition, flow);
    gates.remove(partition);
    glances.stirred(partition);
    return flow;
  }

  /** Hands a delivery to the dispatcher. */
  public void submit(Delivery delivery) {
    dispatcher.submit(delivery);
  }

  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /** The partitions this instance has, in no order. */
  public Collection<PartitionFlow> partitions() {
    return flows.values().stream().filter(this::exists).toList();
  }

  private boolean exists(PartitionFlow flow) {
    Set<TopicPartition> known = assigned;
    return known == null || known.contains(flow.partition());
  }

  /** These partitions came. Said before they are opened. */
  void assigned(Collection<TopicPartition> partitions) {
    Set<TopicPartition> known = assigned;
    if (known == null) {
      known = ConcurrentHashMap.newKeySet();
      assigned = known;
    }
    known.addAll(partitions);
  }

  /**
   * Starts what has become possible with time: retries that are due, a probe, calls after a pause.
   * For the stream thread, before and after each poll and in between.
   *
   * @param nanos the monotonic clock now
   */
  public void startDue(long nanos) {
    gates.forEach((partition, gate) -> release(partition, gate, nanos));
    if (dispatcher.waiting() > 0) {
      dispatcher.pump();
    }
  }

  /** As many as should wait for room; the others are released later. */
  private void release(TopicPartition partition, DueGate gate, long nanos) {
    if (!gate.isDue(nanos) || isDraining(partition)) {
      return;
    }
    while (!dispatcher.isSaturated(true)) {
      Delivery due = gate.release(nanos);
      if (due == null) {
        return;
      }
      dispatcher.submit(due);
    }
  }

  private boolean isDraining(TopicPartition partition) {
    PartitionFlow flow = flows.get(partition);
    return flow == null || flow.isDraining();
  }

  /** Finishes what is in flight, starts nothing new, holds every partition. Cannot be undone. */
  public void drain() {
    draining = true;
    flows.values().forEach(PartitionFlow::drain);
    dispatcher.dropRefused();
  }

  /** Whether a drain is over: nothing in flight, all outcomes forwarded, all of it committed. */
  public boolean isDrained() {
    return dispatcher.inFlight() == 0
        && dispatcher.waiting() == 0
        && flows.values().stream()
            .allMatch(flow -> !flow.hasOutcomesToForward() && flow.isCommitted());
  }

  /**
   * What is to be held at that moment. While first attempts go out quickly, all partitions are held
   * together: a fetch for retry topics alone, which are empty as a rule, would be kept by the
   * broker for its longest wait, and with it the next one for the log.
   */
  Holds holds(long nanos) {
    return new Holds(draining ? Room.NONE : dispatcher.room(), nanos);
  }

  /** Asked for each partition before a poll. */
  final class Holds {
    private final Room room;
    private final long nanos;

    private Holds(Room room, long nanos) {
      this.room = room;
      this.nanos = nanos;
    }

    /**
     * Whether nothing may be read from a partition.
     *
     * @param paused whether nothing is anyway, since Streams has paused it
     */
    boolean on(TopicPartition partition, boolean paused) {
      PartitionFlow flow = flows.get(partition);
      if (flow == null) {
        return paused || !room.forFirsts();
      }
      DueGate gate = gates.get(partition);
      boolean held = paused || isFull(flow) || (gate != null && gate.isHolding());
      if (flow.isFirst()) {
        return held;
      }
      if (held || flow.window().size() > 0 || (gate != null && gate.isHurried())) {
        glances.stirred(partition);
        return held;
      }
      return glances.pass(partition, nanos);
    }

    private boolean isFull(PartitionFlow flow) {
      return !(flow.isFirst() ? room.forFirsts() : room.forRetries())
          || flow.isAwaitingSchema()
          || flow.window().size() >= WINDOW_LIMIT
          || flow.isReadToEnd();
    }
  }

  /** How long the next poll may take at most, so that what is due is not late. */
  Duration pollBound(Duration wanted, long nanos) {
    Duration bound = wanted;
    boolean busy = draining || dispatcher.inFlight() > 0;
    boolean awaitingSchema = false;
    for (PartitionFlow flow : flows.values()) {
      busy |= flow.hasOutcomesToForward();
      awaitingSchema |= flow.isAwaitingSchema();
    }
    if (busy) {
      bound = shorter(bound, BUSY_POLL);
    }
    if (awaitingSchema) {
      bound = shorter(bound, SCHEMA_POLL);
    }
    if (dispatcher.waiting() > 0) {
      bound = shorter(bound, roundedUp(Duration.ofNanos(dispatcher.nanosUntilStart())));
    }
    for (DueGate gate : gates.values()) {
      Duration untilDue = gate.untilDue(nanos);
      if (untilDue != null) {
        // What is due by now and still here has to wait for room: looking all the time is no use.
        bound = shorter(bound, untilDue.isZero() ? BUSY_POLL : roundedUp(untilDue));
      }
    }
    return bound;
  }

  /** A poll gave these; tells the flows of a replay how far it is. */
  void polled(ConsumerRecords<byte[], byte[]> records, long nanos) {
    for (TopicPartition partition : records.partitions()) {
      PartitionFlow flow = flows.get(partition);
      if (flow != null && flow.isFirst()) {
        glances.logRead(nanos);
      } else {
        glances.stirred(partition);
      }
    }
    for (Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
      TopicPartition partition = span.getKey();
      PartitionFlow flow = flows.get(partition);
      OffsetAndMetadata next = records.nextOffsets().get(partition);
      if (flow != null && next != null) {
        long last = -1;
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          last = record.offset() < span.getValue().end() ? record.offset() : last;
        }
        flow.polled(next.offset(), last);
      }
    }
  }

  /** The flows of which nobody knows yet where reading begins. */
  List<PartitionFlow> withoutPosition() {
    return flows.values().stream().filter(flow -> !flow.hasPosition() && exists(flow)).toList();
  }

  /** Records of a partition were deleted before they were read. */
  void lost(long records) {
    listener.lost(records);
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
    Set<TopicPartition> known = assigned;
    if (known != null) {
      partitions.forEach(known::remove);
    }
    for (TopicPartition partition : partitions) {
      PartitionFlow flow = flows.remove(partition);
      if (flow != null) {
        flow.drain();
      }
      gates.remove(partition);
      glances.stirred(partition);
    }
    dispatcher.dropRefused();
  }

  /** Whether calls, or the records of their ends, are still under way. */
  public boolean hasCallsInFlight() {
    return haveCallsInFlight(flows.keySet());
  }

  private boolean haveCallsInFlight(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .anyMatch(partition -> of(partition).map(PartitionFlow::hasCallsInFlight).orElse(false));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Kafka counts polls in whole milliseconds; one that ends early would only spin. */
  private static Duration roundedUp(Duration wait) {
    return Duration.ofMillis(wait.plusNanos(999_999).toMillis());
  }
}
