package io.deploycast.app.flow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.app.delivery.Progress;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes deliveries of one partition, offsets ascending from 0. */
final class Deliveries {
  final PartitionFlow flow;
  private int next;

  Deliveries() {
    this(
        new PartitionFlow(
            new TopicPartition("deployments", 0),
            SourceKind.LOG,
            Span.UNBOUNDED,
            EndLog.NONE,
            DeliveryListener.NONE));
  }

  Deliveries(PartitionFlow flow) {
    this.flow = flow;
  }

  Delivery next() {
    return next(null);
  }

  /** One with a value of that many bytes. */
  Delivery large(int bytes) {
    return next(null, new byte[bytes]);
  }

  Delivery next(@Nullable String lane) {
    return next(lane, new byte[0]);
  }

  private Delivery next(@Nullable String lane, byte[] value) {
    int offset = next++;
    Instant time = Instant.parse("2026-01-02T03:04:05Z");
    ReceivedEvent event =
        new ReceivedEvent(
            JsonNodeFactory.instance.objectNode(), "event-%010d".formatted(offset), time, lane);
    return Delivery.ready(
        new Message(null, value, new RecordHeaders()),
        event,
        Progress.start(new Origin("deployments", 0, offset, time)),
        flow,
        flow.window().register(offset, time.toEpochMilli()),
        lane);
  }
}
