package io.deploycast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.sandbox.net.Loopback;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalKafkaProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final LocalKafkaOptions OPTIONS = LocalKafkaOptions.defaults().withShortLife();

  @TempDir private static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() {
    kafka = LocalKafka.asProcess(folder.resolve("kafka"), OPTIONS);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void keepsAcknowledgedRecordsOverKillMinusNineOnTheSamePort() throws Exception {
    KafkaRoundTrip roundTrip = new KafkaRoundTrip(kafka.adminProperties(), "survivor");
    roundTrip.createTopic();
    roundTrip.send("before");
    String address = kafka.bootstrapServers();
    long firstPid = kafka.pid();

    kafka.kill();
    assertThat(ProcessHandle.of(firstPid).filter(ProcessHandle::isAlive)).isEmpty();
    kafka.start();
    kafka.awaitReady(LIMIT);

    assertThat(kafka.pid()).isNotEqualTo(firstPid);
    assertThat(kafka.bootstrapServers()).isEqualTo(address);
    assertThat(roundTrip.received()).containsExactly("before");
    roundTrip.send("after");
  }

  @Test
  void saysWhenItIsReadyAndStopsOnSigterm() throws Exception {
    kafka.stop();
    assertThat(kafka.running()).isFalse();
    kafka.start();
    kafka.awaitReady(LIMIT);

    assertThat(folder.resolve("kafka").resolve("broker.out"))
        .content()
        .contains("kafka is ready on " + kafka.bootstrapServers());
  }

  @Test
  void namesItsOutputWhenItCannotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(0));
      LocalKafkaOptions options = OPTIONS.withPort(taken.getLocalPort());
      Path output = folder.resolve("refused").resolve("broker.out");

      assertThatThrownBy(() -> LocalKafka.asProcess(folder.resolve("refused"), options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended")
          .hasMessageContaining(output.toString());
      assertThat(Files.readString(output)).contains("Address already in use");
    }
  }
}
