package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WebhookSignerTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  void reproducesTheVectorOfTheSpecification() throws Exception {
    Map<String, String> headers =
        WebhookSigner.with(List.of(SECRET))
            .headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}");
    assertThat(headers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @Test
  void signsTheTimeOfEachAttemptSoThatALateOneIsAccepted() throws Exception {
    WebhookSigner signer = WebhookSigner.with(List.of(SECRET));
    String body = "{\"release\":\"日本語\"}";
    Instant now = InstantSource.system().instant();
    Map<String, List<String>> received =
        signer.headers("0190a5e2-0000-0001", now, body).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    // Throws when the signature is wrong or older than five minutes.
    new Webhook(SECRET).verify(body, received);
    assertThat(signer.headers("0190a5e2-0000-0001", now.minusSeconds(360), body))
        .doesNotContainEntry("webhook-signature", received.get("webhook-signature").get(0));
  }

  @Test
  void sendsIdAndTimeWithoutASecret() throws Exception {
    assertThat(WebhookSigner.with(List.of()).headers("an-event-id-0001", Instant.EPOCH, ""))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");
  }
}
