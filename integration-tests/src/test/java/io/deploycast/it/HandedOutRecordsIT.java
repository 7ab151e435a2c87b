package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.app.flow.TargetFlow;
import io.deploycast.app.flow.WatermarkConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;

/** A poll hands out what the client has read, whatever it learns of other partitions meanwhile. */
class HandedOutRecordsIT {
  private static final int COUNT = 60;

  @RepeatedTest(20)
  void missesNoRecordWhileItIsFoundThatOtherPartitionsHaveNoOffset() throws Exception {
    try (Installation installation = Installation.onSharedBroker("handed-out")) {
      String topic = installation.topics.deployments();
      TopicPartition read = new TopicPartition(topic, 0);
      TopicPartition without = new TopicPartition(topic, 1);
      for (int i = 0; i < COUNT; i++) {
        installation.publishRaw(0, null, new byte[] {1});
      }
      Map<String, Object> config = new HashMap<>(TestKafka.properties());
      config.put(ConsumerConfig.GROUP_ID_CONFIG, topic);
      config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
      TargetFlow flow = new OpenCalls(topic).flow;
      List<Long> offsets = new ArrayList<>();
      try (WatermarkConsumer consumer =
          new WatermarkConsumer(config, flow, Duration.ofSeconds(1))) {
        consumer.assign(List.of(read, without));
        consumer.seek(read, 0);
        flow.open(read);
        flow.open(without);
        await()
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  consumer.poll(Duration.ofMillis(1)).records(read).stream()
                      .map(ConsumerRecord::offset)
                      .forEach(offsets::add);
                  return consumer.position(read) == COUNT;
                });
      }
      assertThat(offsets).containsExactlyElementsOf(LongStream.range(0, COUNT).boxed().toList());
    }
  }
}
