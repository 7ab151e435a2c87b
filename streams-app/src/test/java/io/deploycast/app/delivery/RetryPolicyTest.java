package io.deploycast.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE = Duration.ofMinutes(5);

  private final RetryPolicy usual =
      new RetryPolicy(List.of(new RetryStage(MINUTE, 3), new RetryStage(FIVE, 3)));

  @Test
  void countsTheFirstAttemptAndThoseOfEveryStage() {
    assertThat(usual.totalAttempts()).isEqualTo(7);
    assertThat(new RetryPolicy(List.of()).totalAttempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 60", "3, 60", "4, 300", "5, 300", "6, 300"})
  void waitsAsLongAsTheStageOfTheNextAttemptSays(int attemptsMade, int seconds) {
    assertThat(usual.backoffAfter(attemptsMade)).hasValue(Duration.ofSeconds(seconds));
  }

  @Test
  void hasNoAttemptLeftAfterTheLastStage() {
    assertThat(usual.backoffAfter(7)).isEmpty();
    assertThat(usual.backoffAfter(700)).isEmpty();
    assertThat(new RetryPolicy(List.of()).backoffAfter(1)).isEmpty();
  }

  @Test
  void refusesDelaysThatDoNotAscend() {
    assertThatThrownBy(
            () -> new RetryPolicy(List.of(new RetryStage(MINUTE, 1), new RetryStage(MINUTE, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must ascend strictly");
  }

  @Test
  void refusesStagesWithoutDelayOrAttempts() {
    assertThatThrownBy(() -> new RetryStage(Duration.ZERO, 1)).hasMessageContaining("delay");
    assertThatThrownBy(() -> new RetryStage(MINUTE, 0)).hasMessageContaining("attempts");
  }
}
