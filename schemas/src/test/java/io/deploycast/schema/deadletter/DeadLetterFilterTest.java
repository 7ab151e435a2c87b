package io.deploycast.schema.deadletter;

import static io.deploycast.schema.deadletter.StoredDeadLetters.FAILED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.topic.TargetName;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterFilterTest {
  private static final String KEY = "audit|event-0123456789";

  private final DeadLetter letter = new StoredDeadLetters().at(KEY).letter();

  @Test
  void asksForNothingUnlessTold() {
    assertThat(DeadLetterFilter.ALL.matches(letter)).isTrue();
  }

  @Test
  void knowsKeyAndTarget() {
    assertThat(DeadLetterFilter.ofKey(KEY).matches(letter)).isTrue();
    assertThat(DeadLetterFilter.ofKey("audit|event").matches(letter)).isFalse();
    assertThat(DeadLetterFilter.ofTarget("audit").matches(letter)).isTrue();
    assertThat(DeadLetterFilter.ofTarget("aud").matches(letter)).isFalse();
    assertThat(DeadLetterFilter.ofKey(KEY).withTarget("grafana").matches(letter)).isFalse();
  }

  @Test
  void knowsReasonStatusAndService() {
    assertThat(of(DeadLetterReason.REJECTED, "422", "shop").matches(letter)).isTrue();
    assertThat(of(DeadLetterReason.EXPIRED, "422", "shop").matches(letter)).isFalse();
    assertThat(of(DeadLetterReason.REJECTED, "500", "shop").matches(letter)).isFalse();
    assertThat(of(DeadLetterReason.REJECTED, "none", "shop").matches(letter)).isFalse();
    assertThat(of(DeadLetterReason.REJECTED, "422", "cart").matches(letter)).isFalse();
    DeadLetter unanswered =
        new StoredDeadLetters().without(ControlHeaders.LAST_STATUS).value("{").at(KEY).letter();
    assertThat(of(null, "none", null).matches(unanswered)).isTrue();
    assertThat(of(null, null, "shop").matches(unanswered)).isFalse();
  }

  private static DeadLetterFilter of(DeadLetterReason reason, String status, String service) {
    return new DeadLetterFilter(null, null, reason, status, service, null, null);
  }

  @Test
  void takesTimesFromTheFirstToBeforeTheLast() {
    assertThat(between(FAILED_AT, FAILED_AT.plusSeconds(1)).matches(letter)).isTrue();
    assertThat(between(FAILED_AT.minusSeconds(1), FAILED_AT).matches(letter)).isFalse();
    assertThat(between(FAILED_AT.plusMillis(1), null).matches(letter)).isFalse();
  }

  private static DeadLetterFilter between(Instant since, Instant until) {
    return new DeadLetterFilter(null, null, null, null, null, since, until);
  }

  @Test
  void refusesAStatusThatIsNone() {
    assertThatThrownBy(() -> of(null, "5xx", null))
        .hasMessage("status must be three digits, or 'none', was '5xx'");
  }

  @Test
  void findsTheServiceOfAFramedValue() {
    assertThat(
            new StoredDeadLetters()
                .value("\0\0\0\0\7{\"a\":{\"service\":\"no\"},\"service\":\"cart\"}")
                .at(KEY)
                .letter()
                .service())
        .isEqualTo("cart");
  }

  @Test
  void giveEachInstallationOnAClusterItsOwnRedriver() {
    assertThat(access("deployments").transactionalId(new TargetName("audit")))
        .isEqualTo("deploycast-redrive-audit");
    assertThat(access("other").transactionalId(new TargetName("audit")))
        .isEqualTo("deploycast-redrive-other.audit");
  }

  private static DeadLetterAccess access(String topic) {
    return new DeadLetterAccess(
        new TopicNames(topic), "deploycast", Map.of(), Duration.ofSeconds(1));
  }
}
