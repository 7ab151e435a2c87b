package io.deploycast.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetHealthTest {
  private static final Outcome OK = new Outcome.Delivered(200);
  private static final Outcome AWAY =
      new Outcome.Retriable("connection refused", null, Trouble.OUTAGE, null);
  private static final Outcome OURS =
      new Outcome.Retriable("the proxy refuses us", null, Trouble.OURS, null);
  private static final Outcome ERROR = new Outcome.Retriable("answered 500", 500);
  private static final Outcome REFUSED = new Outcome.Refused("answered 401", 401);
  private static final Outcome REJECTED =
      new Outcome.Permanent(DeadLetterReason.REJECTED, "answered 400", 400);

  private final List<TargetState> changes = new ArrayList<>();
  private final TargetHealth health =
      new TargetHealth(8, new Random(1), (state, error) -> changes.add(state));
  private long nanos = 1_000_000_000L;

  private boolean attempt(String eventId, Outcome outcome) {
    assertThat(health.mayStart(0, nanos)).as("may start").isTrue();
    health.started(eventId);
    return health.ended(eventId, outcome, nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private static Outcome pause(Duration pause) {
    return new Outcome.Retriable("answered 429", 429, Trouble.EVENT, pause);
  }

  private void goDown() {
    for (int i = 0; i < TargetHealth.FAILURES_IN_A_ROW; i++) {
      attempt("fails-" + i, AWAY);
    }
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
  }

  @Test
  void countsAFailureRightAfterASuccess() {
    attempt("a", OK);

    assertThat(attempt("b", AWAY)).isTrue();
    assertThat(health.state()).isEqualTo(TargetState.RUNNING);
  }

  @Test
  void isDownWhenFiveDifferentEventsFailInARowAndTheFifthCostsNothing() {
    for (int i = 0; i < 4; i++) {
      assertThat(attempt("event-" + i, AWAY)).isTrue();
    }
    assertThat(attempt("event-4", AWAY)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
  }

  @Test
  void saysHowManyCallsThereMayBeInEachState() {
    assertThat(health.mostInFlight()).isEqualTo(8);
    health.pause(true);
    assertThat(health.mostInFlight()).isZero();
    health.pause(false);

    goDown();
    assertThat(health.mostInFlight()).isEqualTo(1);

    pass(Duration.ofMinutes(1));
    attempt("probe", OK);
    attempt("next", OK);
    assertThat(health.mostInFlight()).as("slow start").isEqualTo(3);

    attempt("too many", pause(Duration.ofSeconds(1)));
    assertThat(health.mostInFlight()).isZero();
  }

  @Test
  void isDownWhenALoneEventFindsItAwayAgain() {
    assertThat(attempt("lone", AWAY)).isTrue();
    assertThat(attempt("lone", AWAY)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
  }

  @Test
  void letsAnEventThatAlwaysFailsUseUpItsAttemptsBesideOthersThatSucceed() {
    for (int i = 0; i < 20; i++) {
      assertThat(attempt("poison", ERROR)).isTrue();
      attempt("fine-" + i, OK);
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void letsALoneEventThatAlwaysFailsUseUpItsAttempts() {
    for (int i = 0; i < 20; i++) {
      assertThat(attempt("poison", ERROR)).isTrue();
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void takesErrorsOfFiveDifferentEventsForAnOutage() {
    for (int i = 0; i < 4; i++) {
      assertThat(attempt("event-" + i, ERROR)).isTrue();
    }
    assertThat(attempt("event-4", ERROR)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
    pass(Duration.ofSeconds(1));
    assertThat(attempt("event-4", ERROR)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
  }

  @Test
  void probesOneAtATimeAtGrowingIntervals() {
    goDown();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long wait = health.nanosUntilStart(nanos);
      waits.add(wait);
      assertThat(health.mayStart(0, nanos + wait - 1)).isFalse();
      nanos += wait;
      assertThat(health.mayStart(0, nanos)).isTrue();
      health.started("probe-" + i);
      assertThat(health.mayStart(1, nanos + Duration.ofHours(1).toNanos())).isFalse();
      assertThat(health.ended("probe-" + i, AWAY, nanos)).isFalse();
    }
    assertThat(waits.get(0)).isBetween(750_000_000L, 1_000_000_000L);
    assertThat(waits.get(1)).isBetween(1_500_000_000L, 2_000_000_000L);
    assertThat(waits.get(11)).isBetween(22_500_000_000L, 30_000_000_000L);
  }

  @Test
  void ignoresTheFailuresOfCallsThatWereInFlightWhenItWentDown() {
    goDown();
    long wait = health.nanosUntilStart(nanos);

    assertThat(health.ended("late", AWAY, nanos)).isFalse();

    assertThat(health.nanosUntilStart(nanos)).isEqualTo(wait);
  }

  /** How many calls go out at once, all of which succeed before the next go out. */
  private int round() {
    int calls = 0;
    while (health.mayStart(calls, nanos)) {
      health.started("round-" + calls);
      calls++;
    }
    for (int i = 0; i < calls; i++) {
      health.ended("round-" + i, OK, nanos);
    }
    return calls;
  }

  @Test
  void startsSlowlyAfterAnOutageTwiceAsManyInEachRound() {
    goDown();
    pass(Duration.ofSeconds(1));
    attempt("probe", OK);

    assertThat(health.state()).isEqualTo(TargetState.RUNNING);
    assertThat(List.of(round(), round(), round(), round())).containsExactly(2, 4, 8, 8);
  }

  @Test
  void startsSlowlyAfterAPause() {
    attempt("a", pause(Duration.ofSeconds(3)));
    pass(Duration.ofSeconds(3));
    assertThat(List.of(round(), round(), round(), round(), round())).containsExactly(1, 2, 4, 8, 8);

    health.pause(true);
    health.pause(false);
    assertThat(List.of(round(), round())).containsExactly(1, 2);
  }

  @Test
  void isBlockedByTroubleOfOurOwnWhichCountsForNothing() {
    for (int i = 0; i < 20; i++) {
      assertThat(attempt("lone", OURS)).isFalse();
      nanos += health.nanosUntilStart(nanos);
    }
    assertThat(health.state()).isEqualTo(TargetState.BLOCKED);
    assertThat(attempt("lone", OK)).isTrue();
    assertThat(changes).containsExactly(TargetState.BLOCKED, TargetState.RUNNING);
    assertThat(attempt("next", AWAY)).as("a first failure counts as ever").isTrue();
  }

  @Test
  void isDownWhenTheProxyLetsAProbeThroughAndTheTargetIsAway() {
    attempt("a", OURS);
    nanos += health.nanosUntilStart(nanos);
    assertThat(attempt("a", AWAY)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
    nanos += health.nanosUntilStart(nanos);
    assertThat(attempt("a", OURS)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.BLOCKED);
  }

  @Test
  void keepsThePauseThatTheTargetAskedForWhenACallInFlightFindsTheWayBlocked() {
    attempt("a", pause(Duration.ofMinutes(5)));
    health.ended("in flight", OURS, nanos);

    assertThat(health.state()).isEqualTo(TargetState.THROTTLED);
    assertThat(health.nanosUntilStart(nanos)).isEqualTo(Duration.ofMinutes(5).toNanos());
  }

  @Test
  void isUpAgainWhenAProbeIsAnsweredWhateverTheAnswerSaysOfTheEvent() {
    goDown();
    pass(Duration.ofSeconds(1));
    assertThat(attempt("bad", REJECTED)).isTrue();
    assertThat(health.state()).isEqualTo(TargetState.RUNNING);

    goDown();
    pass(Duration.ofSeconds(1));
    assertThat(attempt("poison", ERROR)).isTrue();
    assertThat(health.state()).isEqualTo(TargetState.RUNNING);
  }

  @Test
  void isDownAtOnceWhenItsCertificateIsNotTrusted() {
    assertThat(
            attempt("a", new Outcome.Retriable("not trusted", null, Trouble.BROKEN_TARGET, null)))
        .isFalse();
    assertThat(health.state()).isEqualTo(TargetState.DOWN);
  }

  @Test
  void pausesTheWholeTargetAsLongAsItAsksAtNoCost() {
    assertThat(attempt("a", pause(Duration.ofSeconds(3)))).isFalse();

    assertThat(health.state()).isEqualTo(TargetState.THROTTLED);
    assertThat(health.mayStart(0, nanos + Duration.ofSeconds(3).toNanos() - 1)).isFalse();
    pass(Duration.ofSeconds(3));
    assertThat(health.mayStart(0, nanos)).isTrue();
    assertThat(health.state()).isEqualTo(TargetState.RUNNING);
  }

  @Test
  void pausesAnHourAtMost() {
    attempt("a", pause(Duration.ofDays(30)));

    assertThat(health.nanosUntilStart(nanos)).isEqualTo(Duration.ofHours(1).toNanos());
  }

  @Test
  void triesARefusingTargetOnceAMinuteAtNoCost() {
    assertThat(attempt("a", REFUSED)).isFalse();
    assertThat(health.ended("in flight", REFUSED, nanos)).isFalse();
    assertThat(health.state()).isEqualTo(TargetState.REFUSED);
    for (int i = 0; i < 5; i++) {
      assertThat(health.mayStart(0, nanos + Duration.ofSeconds(60).toNanos() - 1)).isFalse();
      pass(Duration.ofSeconds(60));
      assertThat(attempt("probe-" + i, REFUSED)).isFalse();
    }
    pass(Duration.ofSeconds(60));
    assertThat(attempt("a", OK)).isTrue();
    assertThat(changes).containsExactly(TargetState.REFUSED, TargetState.RUNNING);
  }

  @Test
  void letsAnEventThatIsRefusedForItselfUseUpItsAttempts() {
    attempt("firewalled", REFUSED);
    pass(Duration.ofSeconds(60));
    attempt("fine", OK);

    assertThat(attempt("firewalled", REFUSED)).isTrue();
    assertThat(health.state()).isEqualTo(TargetState.RUNNING);
  }

  @Test
  void tellsOfEachChangeOnce() {
    goDown();
    pass(Duration.ofSeconds(1));
    attempt("probe", AWAY);
    pass(Duration.ofSeconds(2));
    attempt("probe", OK);

    assertThat(changes).containsExactly(TargetState.DOWN, TargetState.RUNNING);
  }
}
