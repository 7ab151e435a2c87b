package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.flow.finished.FinishedOffsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is going on in one partition from its assignment to its revocation: its open offsets, its
 * calls in flight, and what its own task has still to forward. Outcomes never go to another task,
 * since each task checks only its own produce errors before it commits.
 *
 * <p>A new assignment gets a new instance, so answers of an earlier one change nothing any more.
 */
public final class PartitionFlow {
  private final TopicPartition partition;
  private final OffsetWindow window = new OffsetWindow();
  private final FinishedAhead ahead = new FinishedAhead(window);
  private final Queue<FailedAttempt> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Redelivered> redelivered = new ConcurrentLinkedQueue<>();
  private final Queue<Delivery> handedBack = new ConcurrentLinkedQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Ends that are not recorded yet. */
  private final AtomicInteger unrecorded = new AtomicInteger();

  private final SourceKind kind;
  private final Span span;
  private final EndLog ends;
  private final DeliveryListener listener;

  /** Slot of the furthest delivery that was started; guarded by the dispatcher's lock. */
  private long furthestStarted = -1;

  /** No further deliveries are started but those before the furthest one. Never unset. */
  private volatile boolean draining;

  /** Whether a record cannot be read before a registry says what its schema id is. */
  private volatile boolean awaitingSchema;

  /**
   * Whether something was finished because it was forwarded, and Streams has not committed since:
   * only its commit shows that Kafka has what was forwarded. For the stream thread.
   */
  private boolean unconfirmed;

  /** Where the consumer will read on, in a replay; and the last record it has handed out of it. */
  private volatile long polledTo;

  private volatile long lastPolled = -1;

  /** Where reading began with this assignment; −1 until that is known. */
  private volatile long start = -1;

  /** What the group has committed, as far as this assignment saw; −1 before the first commit. */
  private volatile long committed = -1;

  /**
   * @param span the part that is to be read
   */
  PartitionFlow(
      TopicPartition partition,
      SourceKind kind,
      Span span,
      EndLog ends,
      DeliveryListener listener) {
    this.partition = partition;
    this.kind = kind;
    this.span = span;
    this.polledTo = span.begin();
    this.ends = ends;
    this.listener = listener;
  }

  public TopicPartition partition() {
    return partition;
  }

  public OffsetWindow window() {
    return window;
  }

  public SourceKind kind() {
    return kind;
  }

  /** The part that is to be read. */
  public Span span() {
    return span;
  }

  /** The consumer has handed out what stands before that position; the last record, or −1. */
  void polled(long position, long last) {
    lastPolled = Math.max(lastPolled, last);
    polledTo = position;
  }

  /** Whether the consumer has come to the end of the part. */
  boolean isReadToEnd() {
    return polledTo >= span.end();
  }

  /** Whether the part is read, everything of it has its end or was moved on, and is committed. */
  public boolean isThrough() {
    return isReadToEnd() && window.next() > lastPolled && isAtRest();
  }

  /**
   * Whether everything that was read has its end or was moved on, and is committed. Stays so until
   * another record is taken in.
   */
  public boolean isAtRest() {
    return window.lowestUnfinished().isEmpty() && !hasOutcomesToForward() && isCommitted();
  }

  /** Whether the partition is one of the log. */
  public boolean isFirst() {
    return kind == SourceKind.LOG;
  }

  /**
   * Takes in a record, in the order of offsets; for the stream thread.
   *
   * @param began when its delivery began, in milliseconds since the epoch
   * @param written its own time, in milliseconds since the epoch
   * @return its slot; empty when it was finished before a crash, so that nothing is to be done
   */
  public OptionalLong take(long offset, long began, long written) {
    long slot = window.register(offset, began);
    if (ahead.passesOver(offset, written)) {
      window.finish(slot);
      return OptionalLong.empty();
    }
    return OptionalLong.of(slot);
  }

  /** What is finished above the watermark. */
  FinishedAhead ahead() {
    return ahead;
  }

  /** Records not read yet that an earlier assignment has finished. */
  public long finishedUnread() {
    return ahead.unread();
  }

  /** Where reading goes on; −1 until the consumer knows. */
  public long position() {
    return Math.max(start, Math.max(window.next(), committed));
  }

  boolean hasPosition() {
    return start >= 0 || position() >= 0;
  }

  /** The consumer begins to read there, be it held or not. */
  void startsAt(long offset) {
    start = offset;
  }

  /**
   * A record waits for a registry, or none does any more; the partition is held meanwhile. For the
   * stream thread.
   */
  public void awaitSchema(boolean awaiting) {
    awaitingSchema = awaiting;
  }

  boolean isAwaitingSchema() {
    return awaitingSchema && !draining;
  }

  /** The next failure to forward, or null; for the stream thread. */
  public @Nullable FailedAttempt nextFailure() {
    return failures.poll();
  }

  /** The next success whose dead letter is to be removed, or null; for the stream thread. */
  public @Nullable Redelivered nextRedelivered() {
    return redelivered.poll();
  }

  /**
   * The next delivery to write back as it is, or null; for the stream thread. Only while draining:
   * a target that is away would hold up the stop, and what ended after these would be repeated.
   */
  public @Nullable Delivery nextHandedBack() {
    return handedBack.poll();
  }

  void handBack(Delivery delivery) {
    handedBack.add(delivery);
  }

  void started(long slot) {
    inFlight.incrementAndGet();
    furthestStarted = Math.max(furthestStarted, slot);
  }

  void ended(Delivery delivery, Outcome outcome, Instant at) {
    if (outcome instanceof Outcome.Failed failed) {
      failures.add(new FailedAttempt(delivery, failed, at));
    } else if (outcome instanceof Outcome.Delivered delivered) {
      DeliveryEnd end = DeliveryEnd.delivered(delivery, delivered.status(), at);
      if (end.redrives() > 0) {
        redelivered.add(new Redelivered(delivery, end));
      } else {
        end(delivery.slot(), end);
      }
    }
    // Last, so that whoever sees nothing in flight also sees what came of it.
    inFlight.decrementAndGet();
  }

  /** A delivery ends without a call. */
  void expired(Delivery delivery, Outcome.Expired outcome, Instant at) {
    furthestStarted = Math.max(furthestStarted, delivery.slot());
    failures.add(new FailedAttempt(delivery, outcome, at));
  }

  /** A call ended that the target's trouble made void: its event goes on waiting. */
  void untried() {
    inFlight.decrementAndGet();
  }

  /**
   * Whether a waiting delivery is still to be started. While draining, only those are that stand
   * before one already started: what follows stays unfinished as a whole, so nothing beyond the
   * watermark is finished and a clean stop makes no duplicate.
   */
  boolean accepts(long slot) {
    return !draining || slot < furthestStarted;
  }

  void drain() {
    draining = true;
  }

  /** Whether nothing more is to be started from this partition. */
  public boolean isDraining() {
    return draining;
  }

  boolean hasCallsInFlight() {
    return inFlight.get() > 0 || unrecorded.get() > 0;
  }

  boolean hasOutcomesToForward() {
    return !failures.isEmpty() || !redelivered.isEmpty() || !handedBack.isEmpty();
  }

  /** Finishes a delivery that was just forwarded to a retry topic; for the stream thread. */
  public void finishMoved(long slot) {
    unconfirmed = true;
    listener.moved(kind.beginsDeliveries());
    window.finish(slot);
  }

  /**
   * Ends a delivery whose dead letter, or its removal, was just forwarded; for the stream thread.
   */
  public void endForwarded(long slot, DeliveryEnd end) {
    unconfirmed = true;
    end(slot, end);
  }

  /** Ends a delivery for good: it is finished as soon as its end is recorded. Any thread. */
  public void end(long slot, DeliveryEnd end) {
    unrecorded.incrementAndGet();
    ends.record(
        end,
        () -> {
          listener.ended(end, kind.beginsDeliveries());
          window.finish(slot);
          unrecorded.decrementAndGet();
        });
  }

  /** Streams commits this partition, and so has flushed everything that was forwarded. */
  void confirmForwarded() {
    unconfirmed = false;
  }

  boolean isConfirmed() {
    return !unconfirmed;
  }

  void committed(long offset, FinishedOffsets above) {
    ahead.committed(above);
    committed = offset;
  }

  long committed() {
    return committed;
  }

  /** Whether the group has committed everything that is finished. */
  boolean isCommitted() {
    FinishedOffsets finished = ahead.all();
    long watermark = window.watermark();
    return hasCommitted(watermark, finished.from(watermark));
  }

  /** Whether the group has committed that watermark, and that what is above it is finished. */
  boolean hasCommitted(long watermark, FinishedOffsets above) {
    return watermark <= committed && ahead.isCommitted(above);
  }
}
