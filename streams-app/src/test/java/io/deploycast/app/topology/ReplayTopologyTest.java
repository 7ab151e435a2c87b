package io.deploycast.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.Span;
import io.deploycast.app.topology.ScriptedTarget.Attempt;
import io.deploycast.schema.ControlHeaders;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same graph over a part of the log, with retry topics of its own. */
class ReplayTopologyTest extends TopologyCase {
  private static final TopicPartition LOG = new TopicPartition("deployments", 0);

  @BeforeEach
  void replay() {
    driver.close();
    replay = new ReplayName("r1");
    spans.put(LOG, new Span(0, 2));
    open();
  }

  @Test
  void endsBeforeItsEnd() {
    publish(EVENT);
    publish(EVENT);
    publish(EVENT);

    assertThat(target.attempts).hasSize(2);
    assertThat(count("consumed")).isZero();
    recordings.forEach(Runnable::run);
    assertThat(count("consumed")).isEqualTo(2);
  }

  @Test
  void retriesInTopicsOfItsOwnAndSaysWhichReplayItIs() {
    target.answer = ScriptedTarget.UNAVAILABLE;
    publish(EVENT);

    TestRecord<byte[], byte[]> retry = output("deployments.audit.replay-r1.retry-1m").readRecord();
    assertThat(text(retry.headers(), ControlHeaders.REPLAY)).isEqualTo("r1");

    target.answer = ScriptedTarget.REJECTED;
    pass(MINUTE);
    assertThat(target.attempts).containsExactly(new Attempt(ID, 1), new Attempt(ID, 2));
    TestRecord<byte[], byte[]> dead = output("deployments.dlq").readRecord();
    assertThat(text(dead.headers(), ControlHeaders.REPLAY)).isEqualTo("r1");
    assertThat(text(dead.headers(), ControlHeaders.REASON)).isEqualTo("REJECTED");
  }

  @Test
  void isNotThroughBeforeTheConsumerHasReadToTheEnd() {
    publish(EVENT);
    recordings.forEach(Runnable::run);

    assertThat(flow.partitions())
        .filteredOn(it -> it.partition().equals(LOG))
        .noneMatch(PartitionFlow::isThrough);
  }
}
