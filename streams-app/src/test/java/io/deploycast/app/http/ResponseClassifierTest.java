package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.schema.DeadLetterReason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseClassifierTest {
  private final ResponseClassifier classifier = new ResponseClassifier(Set.of());

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 208, 299})
  void deliversOn(int status) {
    assertThat(classify(status)).isEqualTo(new Outcome.Delivered(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 405, 406, 413, 414, 415, 418, 422, 451, 499})
  void givesUpOn(int status) {
    assertThat(classify(status))
        .isEqualTo(
            new Outcome.Permanent(
                DeadLetterReason.REJECTED, "answered " + status + ": because", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 199, 408, 409, 425, 429, 500, 501, 505, 599, 600, 999})
  void triesTheEventAgainOn(int status) {
    assertThat(classify(status))
        .isEqualTo(new Outcome.Retriable("answered " + status + ": because", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void seesAGatewayOfATargetThatIsAwayIn(int status) {
    assertThat(classify(status))
        .isEqualTo(
            new Outcome.Retriable(
                "answered " + status + ": because", status, Trouble.OUTAGE, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 304, 307, 308, 401, 403, 410})
  void seesOurCredentialsOrAddressRefusedIn(int status) {
    assertThat(classify(status))
        .isEqualTo(new Outcome.Refused("answered " + status + ": because", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void handsOnAPauseThatIsMeantForTheWholeTarget(int status) {
    Duration pause = Duration.ofSeconds(3);
    Outcome outcome = classifier.classify(new Answer.Complete(status, "", pause));

    assertThat(((Outcome.Retriable) outcome).retryAfter()).isEqualTo(pause);
  }

  @Test
  void takesNoPauseFromOtherStatuses() {
    Outcome outcome = classifier.classify(new Answer.Complete(500, "", Duration.ofSeconds(3)));

    assertThat(((Outcome.Retriable) outcome).retryAfter()).isNull();
  }

  @Test
  void tellsOurOwnTroubleFromTheTargets() {
    assertThat(classifier.classify(new Answer.None("the proxy is away", Answer.Cause.PROXY)))
        .isEqualTo(new Outcome.Retriable("the proxy is away", null, Trouble.OURS, null));
    assertThat(classifier.classify(new Answer.None("no token", Answer.Cause.CREDENTIALS)))
        .isEqualTo(new Outcome.Refused("no token", null));
  }

  @Test
  void seesAnOutageWithoutAnAnswer() {
    assertThat(classifier.classify(new Answer.None("no complete answer within 10 s")))
        .isEqualTo(
            new Outcome.Retriable("no complete answer within 10 s", null, Trouble.OUTAGE, null));
    assertThat(classifier.classify(new Answer.None("not trusted", Answer.Cause.HOPELESS)))
        .isEqualTo(new Outcome.Retriable("not trusted", null, Trouble.BROKEN_TARGET, null));
  }

  @Test
  void takesOnlyTheStatusesThatATypeNames() {
    ResponseClassifier strict = new ResponseClassifier(Set.of(200));
    assertThat(strict.classify(new Answer.Complete(200, ""))).isEqualTo(new Outcome.Delivered(200));
    assertThat(strict.classify(new Answer.Complete(204, "")))
        .isEqualTo(new Outcome.Retriable("answered 204", 204));
  }

  private Outcome classify(int status) {
    return classifier.classify(new Answer.Complete(status, "because"));
  }
}
