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
  /** How often a wait for the end of calls looks again. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final Dispatcher dispatcher;
  private final Map<TopicPartition, PartitionFlow> flows = new ConcurrentHashMap<>();
  private final DueGates gates = new DueGates();
  private final Holds holds = new Holds(flows, gates);

  /**
   * The partitions that there are of those with a flow: a task opens one for each of its topics,
   * also where a topic has fewer partitions. Null as long as no consumer says.
   */
  private volatile @Nullable Set<TopicPartition> assigned;

  /** What commits said that were read before their partitions are opened; for the stream thread. */
  private final Map<TopicPartition, EarlierCommit> earlier = new HashMap<>();

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
    gates.open(partition, gate);
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
    gates.close(partition);
    holds.changed(partition);
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
    gates.release(dispatcher, this::isDraining, nanos);
    if (dispatcher.waiting() > 0) {
      dispatcher.pump();
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

  /** What is to be held at that moment. */
  Holds.Moment holds(long nanos) {
    return holds.at(nanos, draining ? Room.NONE : dispatcher.room());
  }

  /** How long the next poll may take at most, so that what is due is not late. */
  Duration pollBound(Duration wanted, long nanos) {
    PollBound bound = new PollBound(wanted);
    boolean busy = draining || dispatcher.inFlight() > 0;
    boolean awaitingSchema = false;
    for (PartitionFlow flow : flows.values()) {
      busy |= flow.hasOutcomesToForward();
      awaitingSchema |= flow.isAwaitingSchema();
    }
    if (busy) {
      bound = bound.busy();
    }
    if (awaitingSchema) {
      bound = bound.awaitingSchema();
    }
    if (dispatcher.waiting() > 0) {
      bound = bound.until(Duration.ofNanos(dispatcher.nanosUntilStart()));
    }
    return gates.bounding(bound, nanos).most();
  }

  /** A poll gave these; tells the flows of a replay how far it is. */
  void polled(ConsumerRecords<byte[], byte[]> records, long nanos) {
    holds.polled(records, nanos);
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
      gates.close(partition);
      holds.changed(partition);
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
}
