package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.topic.TopicScan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A topic read to its end. */
class TopicScanIT {
  private static final int EVENTS = 20;

  /** For so long a broker holds back an answer without records when nothing is said of it. */
  private static final Duration HELD_BACK = Duration.ofMillis(500);

  @Test
  void waitsForNothingBeyondTheEnd() {
    try (Installation installation = Installation.onSharedBroker("scan")) {
      installation.publish("event", EVENTS, 7);

      List<Duration> took = Stream.generate(() -> scan(installation)).limit(5).toList();

      assertThat(Collections.min(took)).as("best of %s", took).isLessThan(HELD_BACK);
    }
  }

  private static Duration scan(Installation installation) {
    AtomicInteger records = new AtomicInteger();
    long began = System.nanoTime();
    new TopicScan(TestKafka.properties(), Duration.ofSeconds(30))
        .all(installation.topics.deployments(), record -> records.incrementAndGet());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(records).hasValue(EVENTS);
    return took;
  }
}
