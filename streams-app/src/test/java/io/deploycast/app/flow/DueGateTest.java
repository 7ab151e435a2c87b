package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueGateTest {
  private static final Duration DELAY = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final DueGate gate = new DueGate(DELAY);
  private final Deliveries deliveries = new Deliveries();

  @Test
  void releasesNothingEarly() {
    Delivery delivery = deliveries.next();
    gate.hold(delivery, NOW.plusMillis(1_500), NOW, 0);

    assertThat(gate.release(Duration.ofMillis(1_500).toNanos() - 1)).isNull();
    assertThat(gate.isHolding()).isTrue();
    assertThat(gate.release(Duration.ofMillis(1_500).toNanos()))
        .extracting(Delivery::slot)
        .isEqualTo(delivery.slot());
    assertThat(gate.isHolding()).isFalse();
  }

  @Test
  void releasesAtOnceWhatIsOverdue() {
    Delivery delivery = deliveries.next();
    gate.hold(delivery, NOW.minusSeconds(3_600), NOW, 7);

    assertThat(gate.release(7)).extracting(Delivery::slot).isEqualTo(delivery.slot());
  }

  @Test
  void letsNothingOvertakeTheHead() {
    Delivery head = deliveries.next();
    Delivery behind = deliveries.next();
    gate.hold(head, NOW.plusSeconds(10), NOW, 0);
    gate.hold(behind, NOW.plusSeconds(5), NOW, 0);

    assertThat(gate.release(Duration.ofSeconds(6).toNanos())).isNull();
    assertThat(gate.release(Duration.ofSeconds(10).toNanos()))
        .extracting(Delivery::slot)
        .isEqualTo(head.slot());
    assertThat(gate.release(Duration.ofSeconds(10).toNanos()))
        .extracting(Delivery::slot)
        .isEqualTo(behind.slot());
  }

  @Test
  void waitsTheDelayAtMostWhenTheWallClockWentBack() {
    gate.hold(deliveries.next(), NOW.plusSeconds(3_600), NOW, 0);

    assertThat(gate.untilDue(0)).isEqualTo(DELAY);
  }

  @Test
  void saysHowLongUntilTheHeadIsDue() {
    assertThat(gate.untilDue(0)).isNull();

    gate.hold(deliveries.next(), NOW.plusSeconds(2), NOW, 100);

    assertThat(gate.untilDue(100)).isEqualTo(Duration.ofSeconds(2));
    assertThat(gate.untilDue(Long.MAX_VALUE / 2)).isEqualTo(Duration.ZERO);
  }
}
