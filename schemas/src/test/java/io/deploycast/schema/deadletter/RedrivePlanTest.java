package io.deploycast.schema.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.schema.ControlHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RedrivePlanTest {
  private static final RedriveRequest ALL = RedriveRequest.of(DeadLetterFilter.ALL);

  private final StoredDeadLetter one = new StoredDeadLetters().at("audit|event-0000000001");
  private final StoredDeadLetter two = new StoredDeadLetters().at("audit|event-0000000002");
  private final StoredDeadLetter twice =
      new StoredDeadLetters().with(ControlHeaders.REDRIVE, "2").at("audit|event-0000000003");
  private final StoredDeadLetter thrice =
      new StoredDeadLetters().with(ControlHeaders.REDRIVE, "3").at("audit|event-0000000004");
  private final StoredDeadLetter empty =
      new StoredDeadLetters()
          .value("")
          .with(ControlHeaders.VALUE, "too-large")
          .at("audit|event-0000000005");

  @Test
  void leavesAloneWhatIsOnItsWay() {
    RedrivePlan plan = RedrivePlan.of(List.of(one, two), Set.of(one.letter().key(), "x"), ALL);

    assertThat(plan.chosen()).containsExactly(two);
    assertThat(plan.onTheWay()).isEqualTo(1);
    assertThat(plan.found()).isEqualTo(2);
  }

  @Test
  void stopsAtTheThirdRedriveUnlessForced() {
    RedrivePlan plan = RedrivePlan.of(List.of(twice, thrice), Set.of(), ALL);
    assertThat(plan.chosen()).containsExactly(twice);
    assertThat(plan.tooOften()).isEqualTo(1);

    RedriveRequest forced = new RedriveRequest(DeadLetterFilter.ALL, null, null, true);
    assertThat(RedrivePlan.of(List.of(twice, thrice), Set.of(), forced).chosen())
        .containsExactly(twice, thrice);
  }

  @Test
  void doesNotRedriveWhatHasNoValueAnyMore() {
    RedrivePlan plan = RedrivePlan.of(List.of(empty, one), Set.of(), ALL);

    assertThat(plan.chosen()).containsExactly(one);
    assertThat(plan.withoutValue()).isEqualTo(1);
  }

  @Test
  void countsAgainstTheLimitOnlyWhatItPutsBack() {
    RedriveRequest limited = new RedriveRequest(DeadLetterFilter.ALL, 1, null, false);
    RedrivePlan plan =
        RedrivePlan.of(
            List.of(empty, thrice, one, two, twice), Set.of(two.letter().key()), limited);

    assertThat(plan.chosen()).containsExactly(one);
    assertThat(plan.beyondLimit()).isEqualTo(1);
    assertThat(plan.found()).isEqualTo(5);
  }

  @Test
  void givesUpAllButWhatIsOnItsWay() {
    RedrivePlan plan =
        RedrivePlan.ofDiscard(List.of(one, thrice, empty), Set.of(one.letter().key()));

    assertThat(plan.chosen()).containsExactly(thrice, empty);
    assertThat(plan.onTheWay()).isEqualTo(1);
  }

  @Test
  void refusesALimitOfNothing() {
    assertThatThrownBy(() -> new RedriveRequest(DeadLetterFilter.ALL, 0, null, false))
        .hasMessage("limit must be positive, was 0");
  }

  @Test
  void redrivesTheRecordAsItFirstStoodAndSaysWhereItComesFrom() {
    Headers headers = twice.redriveHeaders();

    assertThat(Arrays.stream(headers.toArray()).map(Header::key))
        .containsExactlyInAnyOrder(
            "ce_id", ControlHeaders.ORIGIN, ControlHeaders.REDRIVE, ControlHeaders.DEAD_LETTER);
    assertThat(ControlHeaders.text(headers, ControlHeaders.REDRIVE)).hasValue("3");
    assertThat(ControlHeaders.text(headers, ControlHeaders.DEAD_LETTER))
        .hasValue("audit|event-0000000003");
    assertThat(ControlHeaders.text(headers, ControlHeaders.ORIGIN))
        .hasValue("deployments-3@42 2026-01-02T03:00:00Z");
    assertThat(twice.originalKey()).isEqualTo("shop".getBytes(UTF_8));
    assertThat(new StoredDeadLetters().without(ControlHeaders.KEY).at("audit|x").originalKey())
        .isNull();
  }
}
