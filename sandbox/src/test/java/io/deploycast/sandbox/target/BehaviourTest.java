package io.deploycast.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BehaviourTest {
  @Test
  void givesEachEventItsOwnSequence() {
    Behaviour behaviour = Behaviour.answers(503, 500, 200);
    assertThat(IntStream.rangeClosed(1, 5).mapToObj(n -> reply(behaviour, "a", n, n + 7)))
        .containsExactly("503", "500", "ok", "ok", "ok");
  }

  @Test
  void givesOneSequenceToAllEvents() {
    Behaviour behaviour =
        Behaviour.sequenceOverall(Reply.status(503), new Reply.Hang(), Reply.status(200));
    assertThat(IntStream.rangeClosed(1, 4).mapToObj(n -> reply(behaviour, "event-" + n, 1, n)))
        .containsExactly("503", "hang", "ok", "ok");
  }

  @Test
  void failsEveryNthRequest() {
    Behaviour behaviour = Behaviour.everyNth(3, 503);
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> reply(behaviour, "a", n, n)))
        .containsExactly("ok", "ok", "503", "ok", "ok", "503");
  }

  @Test
  void singlesEventsOut() {
    Behaviour behaviour = Behaviour.answers(500).forEvents(Set.of("bad"), Behaviour.ok());
    assertThat(reply(behaviour, "bad", 1, 1)).isEqualTo("500");
    assertThat(reply(behaviour, "good", 1, 2)).isEqualTo("ok");
  }

  @Test
  void delaysWhateverItIsPutBefore() {
    assertThat(reply(Behaviour.everyNth(2, 503).delayedBy(Duration.ofMillis(1_500)), "a", 1, 2))
        .isEqualTo("503 after 1500ms");
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void survivesBeingWrittenAsText(Behaviour behaviour) {
    assertThat(Behaviour.parse(behaviour.toString())).isEqualTo(behaviour);
  }

  static List<Behaviour> everyKind() {
    return List.of(
        Behaviour.ok(),
        Behaviour.answers(503, 503, 200),
        Behaviour.sequence(new Reply.Hang(), Reply.status(200).after(Duration.ofSeconds(4))),
        Behaviour.sequenceOverall(Reply.status(429), new Reply.ResetMidReply()),
        Behaviour.everyNth(3, 503),
        Behaviour.latency(Duration.ofSeconds(2)),
        Behaviour.everyNth(2, new Reply.Garbage()).delayedBy(Duration.ofMillis(20)),
        Behaviour.hang(),
        Behaviour.trickleHead(),
        Behaviour.trickleBody(),
        Behaviour.resetBeforeReply(),
        Behaviour.resetMidReply(),
        Behaviour.cutMidReply(),
        Behaviour.endlessBody(),
        Behaviour.endlessHead(),
        Behaviour.endlessInterim(),
        Behaviour.garbage(),
        Behaviour.redirect(URI.create("http://127.0.0.1:9/a,b?c=d")),
        Behaviour.retryAfter(429, "Wed, 21 Oct 2026 07:28:00 GMT"),
        Behaviour.down(),
        Behaviour.downFor(Duration.ofSeconds(5), Behaviour.everyNth(2, 500)),
        Behaviour.everyNth(2, 500).forEvents(Set.of("a", "b"), Behaviour.hang()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every 3 answers 503         | every 3 503 else ok",
        "latency 2s                  | latency 2s then ok",
        "sequence 503, 503, 200      | sequence 503,503,ok",
        "down for 1m                 | down for 60s then ok",
        "429 retry-after 3           | 429 header retry-after \"3\"",
        "redirect http://127.0.0.1/x | 302 header location \"http://127.0.0.1/x\"",
        "trickle body                | trickle body 1s",
        "200                         | ok"
      })
  void readsShortForms(String text, String meaning) {
    assertThat(Behaviour.parse(text)).hasToString(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whatever       | 'whatever'",
        "every third    | 'third'",
        "latency 2      | 'latency 2'",
        "latency        | 'the end'",
        "ok then down   | 'then'",
        "endless summer | 'summer'",
        "199            | 199",
        "every 0 503    | 0"
      })
  void saysWhatItCannotRead(String text, String seen) {
    assertThatThrownBy(() -> Behaviour.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(seen);
  }

  private static String reply(Behaviour behaviour, String eventId, int attempt, long number) {
    RecordedRequest request =
        new RecordedRequest(
            number,
            eventId,
            attempt,
            OptionalInt.empty(),
            "POST",
            "/",
            Map.of(),
            "",
            new RequestBody(new byte[0]),
            0,
            Instant.EPOCH,
            0,
            false);
    return behaviour.replyTo(new Arrival(eventId, attempt, number, request)).toString();
  }
}
