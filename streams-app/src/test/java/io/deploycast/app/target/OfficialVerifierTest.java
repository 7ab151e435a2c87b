package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the official libraries say of our signatures. */
final class OfficialVerifierTest {
  private static final String[] LIBRARIES = {"standardwebhooks@1.1.1", "svix@1.99.1"};
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int BODIES = 1_000;
  private static final int MEGABYTE = 1 << 20;
  private static final long SEED = 20_261_125;

  private final Random random = new Random(SEED);
  private final List<String> lines = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void acceptTheVectorOfTheSpecificationButForItsAge() throws Exception {
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    String body = "{\"test\": 2432232314}";
    Instant then = Instant.ofEpochSecond(1_614_265_330);
    add(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", then, body, false);
    add(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", CLOCK.instant(), body, true);
    JsonNode counts = verify();
    for (String library : List.of("standardwebhooks", "svix")) {
      assertThat(counts.path(library + " accepted").intValue()).isEqualTo(1);
      assertThat(counts.path(library + " refused").intValue()).isEqualTo(1);
    }
  }

  @Test
  void acceptEveryBodyAndRefuseEveryChangeOfABit() throws Exception {
    List<String> secrets = List.of(secret(24), secret(64));
    for (int i = 0; i < BODIES; i++) {
      // Both keys, as while one is changed.
      add(secrets, "event-%012d".formatted(i), CLOCK.instant(), body(i), true);
    }
    JsonNode counts = verify();
    for (String library : List.of("standardwebhooks", "svix")) {
      assertThat(counts.path(library + " accepted").intValue()).isEqualTo(2 * BODIES);
      // One body is empty, and has no bit to change.
      assertThat(counts.path(library + " body refused").intValue()).isEqualTo(2 * (BODIES - 1));
      assertThat(counts.path(library + " webhook-id refused").intValue()).isEqualTo(2 * BODIES);
      assertThat(counts.path(library + " webhook-timestamp refused").intValue())
          .isEqualTo(2 * BODIES);
    }
    // Nothing was wrong, and nothing was taken that was changed.
    assertThat(counts.size()).as("%s", counts).isEqualTo(8);
  }

  @Test
  void acceptARetryAfterSixMinutesThatWasSignedAnew() throws Exception {
    List<String> secrets = List.of(secret(32));
    Instant now = CLOCK.instant();
    add(secrets, "event-000000000000", now.minusSeconds(360), body(7), false);
    add(secrets, "event-000000000000", now, body(7), true);
    JsonNode counts = verify();
    for (String library : List.of("standardwebhooks", "svix")) {
      assertThat(counts.path(library + " refused").intValue()).isEqualTo(1);
      assertThat(counts.path(library + " accepted").intValue()).isEqualTo(1);
    }
  }

  private void add(List<String> secrets, String id, Instant at, String body, boolean accepted)
      throws Exception {
    ObjectNode line = EventJson.mapper().createObjectNode();
    secrets.forEach(line.putArray("secrets")::add);
    ObjectNode headers = line.putObject("headers");
    WebhookSigner.with(secrets).headers(id, at, body).forEach(headers::put);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    line.put("body", Base64.getEncoder().encodeToString(bytes)).put("accepted", accepted);
    lines.add(line.toString());
  }

  private JsonNode verify() throws Exception {
    Path input = Files.write(folder.resolve("requests.jsonl"), lines);
    return EventJson.mapper().readTree(NodeScript.run("verify-webhooks.mjs", input, LIBRARIES));
  }

  private String secret(int bytes) {
    byte[] key = new byte[bytes];
    random.nextBytes(key);
    return "whsec_" + Base64.getEncoder().encodeToString(key);
  }

  /** One empty, one of a megabyte, the rest of any characters but halves of surrogate pairs. */
  private String body(int number) {
    if (number == 0) {
      return "";
    }
    int length = number == 1 ? MEGABYTE : 1 + random.nextInt(400);
    StringBuilder body = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      body.appendCodePoint(number % 3 == 0 ? character(0x2_0000) : character(0x80));
    }
    return body.toString();
  }

  private int character(int below) {
    int character = random.nextInt(below);
    return character >= 0xD800 && character <= 0xFFFF ? 0x1F680 : character;
  }
}
