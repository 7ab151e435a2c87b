package io.deploycast.it.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.RequestBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every guarantee can be broken, and says so. */
class GuaranteeTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Ledger ledger = new Ledger();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final List<Disruption> disruptions = new ArrayList<>();
  private Set<String> deadLetters = Set.of();

  private void announce(String id) {
    ledger.announced(id, "shop");
    ledger.acknowledged(id);
  }

  private void request(String id, int attempt, int status, long nanos) {
    requests.add(
        new RecordedRequest(
            requests.size() + 1,
            id,
            attempt,
            OptionalInt.of(attempt),
            "POST",
            "/",
            Map.of(),
            "",
            new RequestBody(new byte[0]),
            nanos,
            Instant.EPOCH,
            status,
            true));
  }

  private Verdict verdict() {
    return Verdict.of(
        new Evidence(
            "one", ledger, requests, deadLetters, disruptions, List.of(Duration.ofSeconds(1))));
  }

  @Test
  void findsNothingInARunWithoutFaults() {
    announce("a");
    announce("b");
    request("a", 1, 200, 0);
    request("b", 1, 500, 1);
    request("b", 2, 200, 1 + SECOND);

    assertThat(verdict().expect(Guarantee.NOTHING_MISSING, Guarantee.values()))
        .hasToString(
            "one: missing=0 duplicated=0 unexplained=0 early=0 out_of_order=0 dead_lettered=0");
  }

  @Test
  void missesWhatWasAcknowledgedAndNeitherDeliveredNorBuried() {
    announce("a");
    announce("b");
    announce("c");
    request("a", 1, 500, 0);
    request("c", 1, 200, 0);
    deadLetters = Set.of("b");

    assertThat(verdict().count(Guarantee.NOTHING_MISSING)).isEqualTo(1);
    assertThat(verdict().count(Guarantee.NO_DEAD_LETTER)).isEqualTo(1);
    assertThatThrownBy(() -> verdict().expect(Guarantee.NOTHING_MISSING))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("missing=1")
        .hasMessageContaining("[a]");
  }

  @Test
  void explainsARepeatByADisruptionBetweenTheCopiesOnly() {
    announce("a");
    request("a", 1, 200, 10 * SECOND);
    request("a", 1, 200, 15 * SECOND);
    assertThat(verdict().count(Guarantee.NOTHING_REPEATED)).isEqualTo(1);
    assertThat(verdict().count(Guarantee.NOTHING_UNEXPLAINED)).isEqualTo(1);

    disruptions.add(new Disruption(14 * SECOND, 14 * SECOND, Duration.ofSeconds(3)));
    assertThat(verdict().count(Guarantee.NOTHING_UNEXPLAINED)).isEqualTo(1);

    disruptions.add(new Disruption(12 * SECOND, 12 * SECOND, Duration.ofSeconds(3)));
    assertThat(verdict().count(Guarantee.NOTHING_UNEXPLAINED)).isZero();
  }

  @Test
  void doesNotExplainWhatWasNeverAnnounced() {
    request("ghost", 1, 200, 0);

    assertThat(verdict().count(Guarantee.NOTHING_UNEXPLAINED)).isEqualTo(1);
  }

  @Test
  void findsAttemptsThatComeTooSoon() {
    announce("a");
    request("a", 1, 500, 0);
    request("a", 2, 200, SECOND - 1);

    assertThat(verdict().count(Guarantee.NOTHING_EARLY)).isEqualTo(1);
  }

  @Test
  void letsAnAttemptFollowEitherOfTwoThatADisruptionMadeOutOfOne() {
    announce("a");
    request("a", 1, 500, 0);
    request("a", 1, 500, SECOND / 2);
    request("a", 2, 200, SECOND);
    assertThat(verdict().count(Guarantee.NOTHING_EARLY)).isEqualTo(1);

    disruptions.add(new Disruption(0, 0, Duration.ofSeconds(3)));
    assertThat(verdict().count(Guarantee.NOTHING_EARLY)).isZero();
  }

  @Test
  void findsFirstAttemptsOutOfOrder() {
    announce("a");
    announce("b");
    request("b", 1, 200, 0);
    request("a", 1, 200, 1);

    assertThat(verdict().count(Guarantee.IN_ORDER)).isEqualTo(1);
  }
}
