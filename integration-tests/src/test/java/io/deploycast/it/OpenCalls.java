package io.deploycast.it;

import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.DeliveryListener;
import io.deploycast.app.flow.Dispatcher;
import io.deploycast.app.flow.EndLog;
import io.deploycast.app.flow.Pace;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.TargetFlow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Calls of the test: they stay open until it ends them. */
final class OpenCalls implements ProcessorBody {
  final TargetFlow flow =
      new TargetFlow(
          new Dispatcher(
              new NoTarget(),
              new TargetHealth(1, new Random(1), (state, error) -> {}),
              Pace.of(null),
              DeliveryListener.NONE,
              Installation.CLOCK,
              System::nanoTime),
          EndLog.NONE,
          DeliveryListener.NONE);
  final Map<String, Runnable> open = new ConcurrentHashMap<>();
  final Set<Integer> seenPartitions = ConcurrentHashMap.newKeySet();
  private final Map<Integer, PartitionFlow> flows = new HashMap<>();
  private final String topic;

  OpenCalls(String topic) {
    this.topic = topic;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    int partition = context.taskId().partition();
    flows.put(partition, flow.open(new TopicPartition(topic, partition)));
    context.schedule(Duration.ofMillis(5), PunctuationType.WALL_CLOCK_TIME, time -> {});
  }

  @Override
  public void process(ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> record) {
    int partition = context.taskId().partition();
    seenPartitions.add(partition);
    PartitionFlow partitionFlow = flows.get(partition);
    long slot = partitionFlow.window().register(context.recordMetadata().orElseThrow().offset(), 0);
    open.put(
        new String(record.value(), StandardCharsets.UTF_8),
        () -> partitionFlow.window().finish(slot));
  }

  void end(String value) {
    open.remove(value).run();
  }

  void endAll() {
    Set.copyOf(open.keySet()).forEach(this::end);
  }
}
