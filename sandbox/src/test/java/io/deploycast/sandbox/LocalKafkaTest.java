package io.deploycast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalKafkaTest {
  @TempDir private static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.inProcess(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void keepsARecordOverARestartAtTheSameAddress() throws Exception {
    KafkaRoundTrip roundTrip = new KafkaRoundTrip(kafka.adminProperties(), "kept");
    roundTrip.createTopic();
    roundTrip.send("one");
    String address = kafka.bootstrapServers();

    kafka.stop();
    assertThat(kafka.running()).isFalse();
    kafka.start();
    kafka.awaitReady(Duration.ofSeconds(60));

    assertThat(kafka.bootstrapServers()).isEqualTo(address);
    roundTrip.send("two");
    assertThat(roundTrip.received()).contains("one");
  }

  @Test
  void makesNoTopicThatNobodyCreated() {
    Map<String, Object> impatient = new HashMap<>(kafka.adminProperties());
    impatient.put("max.block.ms", 1_500);
    KafkaRoundTrip roundTrip = new KafkaRoundTrip(impatient, "never-created");
    assertThatThrownBy(() -> roundTrip.send("lost")).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void kafkaCannotEndThisJvm() {
    assertThatThrownBy(() -> Exit.exit(3, "a fatal fault"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("code 3: a fatal fault");
    assertThatThrownBy(() -> Exit.halt(4)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesASecondStart() {
    assertThatThrownBy(kafka::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("runs already");
  }

  @Test
  void hasNothingToKillInsideThisJvm() {
    assertThatThrownBy(kafka::kill)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("asProcess");
    assertThatThrownBy(kafka::pid).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void leavesNothingBehindWhenItsPortIsTaken() throws Exception {
    int port = URI.create("kafka://" + kafka.bootstrapServers()).getPort();
    LocalKafkaOptions options = LocalKafkaOptions.defaults().withPort(port);

    assertThatThrownBy(() -> LocalKafka.inProcess(folder.resolve("second"), options))
        .hasRootCauseInstanceOf(BindException.class);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().contains("quorum-controller"))
        .hasSize(1);
  }

  @Test
  void bringsOneLoggingBackend() throws Exception {
    assertThat(
            Collections.list(
                getClass()
                    .getClassLoader()
                    .getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")))
        .hasSize(1);
  }
}
