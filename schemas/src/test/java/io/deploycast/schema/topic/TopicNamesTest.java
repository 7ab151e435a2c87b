package io.deploycast.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {
  private final TopicNames names = new TopicNames("deployments");

  @ParameterizedTest
  @CsvSource({"90, 90s", "60, 1m", "300, 5m", "3600, 1h", "5400, 90m", "86400, 1d", "1, 1s"})
  void writeADelayInItsLargestWholeUnit(long seconds, String text) {
    Duration delay = Duration.ofSeconds(seconds);

    assertThat(names.retry(new TargetName("audit"), delay))
        .isEqualTo("deployments.audit.retry-" + text);
    assertThat(DurationText.parse(text)).isEqualTo(delay);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "m", "-1s", "1.5s", "5 m", "1w", "999999999999d", "99999999999999s"})
  void refuseDurationsTheyCannotRead(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was '" + text + "'");
  }

  @Test
  void readADelayBackForItsOwnTargetOnly() {
    String topic = names.retry(new TargetName("a-b"), Duration.ofMinutes(5));

    assertThat(names.retryDelay(topic, new TargetName("a-b"))).hasValue(Duration.ofMinutes(5));
    assertThat(names.retryDelay(topic, new TargetName("a"))).isEmpty();
    assertThat(names.retryDelay("deployments.a-b.retry-soon", new TargetName("a-b"))).isEmpty();
    assertThat(names.retryDelay("deployments.a-b.redrive", new TargetName("a-b"))).isEmpty();
  }

  @Test
  void staySmallerThanKafkasLimit() {
    TopicNames longest = new TopicNames("x".repeat(160));
    TargetName target = new TargetName("t".repeat(48));

    assertThat(longest.retry(target, Duration.ofMillis(999_999_999_999L)))
        .hasSizeLessThanOrEqualTo(249);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "größe"})
  void refuseTopicsThatKafkaWouldNotTake(String topic) {
    assertThatThrownBy(() -> new TopicNames(topic)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "grafana", "a-b-c", "0", "x123456789012345678901234567890123456789012345678"})
  void takeTargetNamesThatFitEverywhere(String name) {
    String fitting = name.substring(0, Math.min(48, name.length()));
    assertThat(TargetName.problemWith(fitting)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "a-",
        "A",
        "a.b",
        "a_b",
        "dlq",
        "receipts",
        "control",
        "größe",
        "a\n",
        "x12345678901234567890123456789012345678901234567890"
      })
  void refuseTargetNamesThatDoNot(String name) {
    assertThat(TargetName.problemWith(name)).isPresent();
    assertThatThrownBy(() -> new TargetName(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
