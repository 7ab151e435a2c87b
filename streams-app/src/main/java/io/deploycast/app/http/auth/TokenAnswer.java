package io.deploycast.app.http.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.http.Answer;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.EventJson;
import java.net.URI;
import java.time.Duration;

/** What a request for a token came to. */
sealed interface TokenAnswer {
  /** A token, and how long it may be used. */
  record Granted(String token, Duration lifetime) implements TokenAnswer {
    /** Without the token. */
    @Override
    public String toString() {
      return "Granted[" + lifetime + "]";
    }
  }

  /** No token, and whose trouble that is. */
  record Failed(Answer.None answer) implements TokenAnswer {}

  /** For tokens that do not say how long they hold; a refused one is replaced anyway. */
  Duration UNSAID = Duration.ofMinutes(5);

  /** Beyond it servers mean "for ever". */
  long MOST_SECONDS = Duration.ofDays(1).toSeconds();

  /**
   * A token is replaced so long before its end, so that no call carries one that ends on the way.
   */
  Duration EARLY = Duration.ofSeconds(30);

  /** Reads the answer of that address. */
  static TokenAnswer of(URI from, Answer answer) {
    if (answer instanceof Answer.None none) {
      return new Failed(new Answer.None("no access token: " + none.error(), none.cause()));
    }
    Answer.Complete complete = (Answer.Complete) answer;
    int status = complete.status();
    String place = from.getHost();
    if (status != 200) {
      boolean away = status >= 500 || status == 429 || status == 408;
      return new Failed(
          new Answer.None(
              "no access token: %s answered %d: %s".formatted(place, status, complete.excerpt()),
              away ? Answer.Cause.OUTAGE : Answer.Cause.CREDENTIALS));
    }
    return granted(place, complete.body());
  }

  private static TokenAnswer granted(String place, String body) {
    try {
      JsonNode tree = EventJson.mapper().readTree(body);
      String token = tree.path("access_token").asText();
      String kind = tree.path("token_type").asText("bearer");
      if (!token.isBlank() && HttpCall.isHeaderValue(token) && kind.equalsIgnoreCase("bearer")) {
        return new Granted(token, lifetime(tree.path("expires_in")));
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    return new Failed(
        new Answer.None(
            "no access token: the answer of %s holds no bearer token".formatted(place),
            Answer.Cause.CREDENTIALS));
  }

  /** Some servers write the number as a text. */
  private static Duration lifetime(JsonNode expiresIn) {
    long seconds = Math.min(expiresIn.asLong(0), MOST_SECONDS);
    if (seconds <= 0) {
      return UNSAID;
    }
    Duration whole = Duration.ofSeconds(seconds);
    Duration tenth = whole.dividedBy(10);
    return whole.minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY);
  }
}
