package io.deploycast.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.flow.Commits;
import io.deploycast.app.flow.PartitionFlow;
import java.io.File;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a task takes turns, each of which makes Streams commit it. */
class TurnsTest extends TopologyCase {
  private MockProcessorContext<byte[], byte[]> streams;
  private DeliveryProcessor processor;
  private long offset;

  @BeforeEach
  void initProcessor() {
    streams =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 3), new File("never written"));
    processor = new DeliveryProcessor(SourceTopic.deployments("deployments"), context);
    processor.init(streams);
  }

  private void process() {
    streams.setRecordMetadata("deployments", 3, offset++);
    processor.process(new Record<>(KEY, EVENT, START.toEpochMilli(), new RecordHeaders()));
  }

  /** Those that were scheduled and not cancelled. */
  private List<CapturedPunctuator> turns() {
    return streams.scheduledPunctuators().stream().filter(it -> !it.cancelled()).toList();
  }

  private void takeTurn() {
    turns().get(0).getPunctuator().punctuate(START.toEpochMilli());
  }

  private PartitionFlow partition() {
    TopicPartition partition = new TopicPartition("deployments", 3);
    return flow.partitions().stream()
        .filter(it -> it.partition().equals(partition))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takesNoTurnsBeforeItHasReadSomething() {
    assertThat(turns()).isEmpty();

    process();
    process();

    assertThat(turns()).hasSize(1);
  }

  @Test
  void takesTurnsUntilAllOfItIsCommitted() {
    process();
    takeTurn();
    recordings.forEach(Runnable::run);
    takeTurn();
    assertThat(turns()).hasSize(1);

    Commits.ofEverything(partition());
    takeTurn();

    assertThat(turns()).isEmpty();
    process();
    assertThat(turns()).hasSize(1);
  }

  @Test
  void takesTurnsUntilItsFailuresAreForwarded() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    process();
    assertThat(streams.forwarded()).isEmpty();

    takeTurn();

    assertThat(streams.forwarded()).hasSize(1);
    assertThat(turns()).hasSize(1);
    Commits.ofEverything(partition());
    takeTurn();
    assertThat(turns()).isEmpty();
  }

  @Test
  void endsTheTurnsOfAnEarlierLife() {
    process();
    processor.init(streams);

    assertThat(turns()).isEmpty();
  }
}
