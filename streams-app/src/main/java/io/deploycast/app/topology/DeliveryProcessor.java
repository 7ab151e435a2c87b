package io.deploycast.app.topology;

import io.deploycast.app.deadletter.DeadLetterRecords.Cause;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.flow.Delivery;
import io.deploycast.app.flow.DueGate;
import io.deploycast.app.flow.FailedAttempt;
import io.deploycast.app.flow.Message;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.Redelivered;
import io.deploycast.app.flow.SourceKind;
import io.deploycast.app.topology.FailureForwarder.Place;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition of a source topic: starts attempts without waiting for them, and writes down
 * what became of those that failed. Never blocks.
 *
 * <p>A failure is finished only after it was forwarded, on this thread: Streams flushes what was
 * forwarded before it commits, so an offset never passes a failure that Kafka does not have.
 */
final class DeliveryProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /**
   * How often failures are forwarded, once per loop of the stream thread at most; each time costs
   * the records behind it some of the loop's speed.
   */
  private static final Duration TURN = Duration.ofMillis(10);

  private final SourceTopic source;
  private final TargetContext target;

  // Set by init(), which runs again on the same instance when Streams revives a task.
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable FailureForwarder forwarder;
  private @Nullable PartitionFlow flow;
  private @Nullable DueGate gate;

  /**
   * Runs while the partition has something open or uncommitted: Streams commits a task that took a
   * turn, and for that waits on the producer. Null at rest, which costs the thread nothing.
   */
  private @Nullable Cancellable turns;

  /**
   * Records whose values are still to be read; usually none is left when a record was processed.
   */
  private final Deque<Unread> unread = new ArrayDeque<>();

  /** A record as it was read from the topic, and its place in the window. */
  private record Unread(Message message, Progress progress, long slot, Instant since) {}

  DeliveryProcessor(SourceTopic source, TargetContext target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    unread.clear();
    this.context = context;
    forwarder = new FailureForwarder(target, context);
    TopicPartition partition = new TopicPartition(source.name(), context.taskId().partition());
    if (source.delay().isPresent()) {
      gate = new DueGate(source.delay().get());
      flow = target.flow().open(partition, gate);
    } else if (source.kind() == SourceKind.REDRIVE) {
      flow = target.flow().openRedrive(partition);
    } else {
      flow = target.flow().open(partition);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    PartitionFlow flow = flow();
    if (place.offset() >= flow.span().end()) {
      // A replay ends before it.
      return;
    }
    if (turns == null) {
      turns = context().schedule(TURN, PunctuationType.WALL_CLOCK_TIME, timestamp -> takeTurn());
    }
    Progress progress = progress(record, place);
    OptionalLong slot = flow.take(place.offset(), began(progress, record), record.timestamp());
    if (slot.isEmpty() || flow.isDraining()) {
      return;
    }
    Message message = new Message(record.key(), record.value(), record.headers());
    unread.add(
        new Unread(message, progress, slot.getAsLong(), Instant.ofEpochMilli(record.timestamp())));
    readOn();
  }

  /**
   * Reads records in their order, up to one whose schema id the registry is still asked for: what
   * stands behind it would else overtake it. Until then the partition is held.
   */
  private void readOn() {
    while (!unread.isEmpty() && !flow().isDraining()) {
      Unread next = unread.element();
      Optional<ReadResult> result =
          target.reader().read(next.message().value(), next.message().headers());
      if (result.isEmpty()) {
        break;
      }
      unread.remove();
      take(next, result.get());
    }
    flow().awaitSchema(!unread.isEmpty());
  }

  private void take(Unread record, ReadResult result) {
    if (result instanceof ReadResult.Valid valid) {
      ReceivedEvent event =
          valid
              .event()
              .in(record.since(), TraceContext.of(record.message().headers()).orElse(null));
      route(
          Delivery.ready(
              record.message(), event, record.progress(), flow(), record.slot(), lane(event)));
    } else if (result instanceof ReadResult.Invalid invalid) {
      Cause cause =
          new Cause(
              invalid.reason(),
              invalid.violation().toString(),
              invalid.violation().pointer(),
              null);
      forwarder()
          .buryUnreadable(
              record.message(), record.progress(), cause, new Place(flow(), record.slot()));
    }
  }

  @Override
  public void close() {
    // Punctuations of a task's earlier life go on unless they are cancelled.
    endTurns();
  }

  private void endTurns() {
    if (turns != null) {
      turns.cancel();
      turns = null;
    }
  }

  private void route(Delivery delivery) {
    DueGate gate = this.gate;
    if (gate != null) {
      Instant now = target.clock().instant();
      Instant notBefore = RetryRecords.notBefore(delivery.message().headers()).orElse(now);
      gate.hold(delivery, notBefore, now, target.nanos().getAsLong());
      return;
    }
    Wanted wanted = target.target().wants(delivery.event());
    if (wanted instanceof Wanted.Yes) {
      target.flow().submit(delivery);
    } else if (wanted instanceof Wanted.Unanswerable failed) {
      Cause cause = new Cause(DeadLetterReason.TEMPLATE_ERROR, failed.error(), null, null);
      forwarder().bury(delivery, delivery.progress(), cause);
    } else {
      forwarder().filtered(delivery);
    }
  }

  private void takeTurn() {
    readOn();
    // The consumer does it around each poll; what one poll gave may take long to process.
    target.flow().startDue(target.nanos().getAsLong());
    for (Delivery back = flow().nextHandedBack(); back != null; back = flow().nextHandedBack()) {
      forwarder().handBack(back);
    }
    for (FailedAttempt failed = flow().nextFailure();
        failed != null;
        failed = flow().nextFailure()) {
      forwarder().retryOrBury(failed);
    }
    for (Redelivered again = flow().nextRedelivered();
        again != null;
        again = flow().nextRedelivered()) {
      forwarder().removeDeadLetter(again);
    }
    if (flow().isAtRest()) {
      endTurns();
    }
  }

  private Progress progress(Record<byte[], byte[]> record, RecordMetadata place) {
    Origin here =
        new Origin(
            place.topic(),
            place.partition(),
            place.offset(),
            Instant.ofEpochMilli(record.timestamp()));
    return switch (source.kind()) {
      case LOG -> Progress.start(here);
      case RETRY -> RetryRecords.progress(record.headers(), here);
      case REDRIVE -> RetryRecords.redriven(record.headers(), here);
    };
  }

  /**
   * When the delivery began, in milliseconds since the epoch: with the event's entry into the log,
   * or with its last redrive, which may be days later.
   */
  private static long began(Progress progress, Record<byte[], byte[]> record) {
    if (progress.redrive() == null) {
      return progress.origin().timestamp().toEpochMilli();
    }
    Instant firstFailure = progress.firstFailure();
    return firstFailure == null ? record.timestamp() : firstFailure.toEpochMilli();
  }

  /** First attempts of one service go out in order; retries and redriven events have no lane. */
  private @Nullable String lane(ReceivedEvent event) {
    return target.ordered() && source.kind() == SourceKind.LOG ? event.service() : null;
  }

  private ProcessorContext<byte[], byte[]> context() {
    if (context == null) {
      throw new IllegalStateException("init() comes first");
    }
    return context;
  }

  private FailureForwarder forwarder() {
    if (forwarder == null) {
      throw new IllegalStateException("init() comes first");
    }
    return forwarder;
  }

  private PartitionFlow flow() {
    if (flow == null) {
      throw new IllegalStateException("init() comes first");
    }
    return flow;
  }
}
