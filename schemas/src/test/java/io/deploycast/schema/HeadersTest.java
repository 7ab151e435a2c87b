package io.deploycast.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  @Test
  void describeTheEventAsCloudEventsDoes() {
    assertThat(EventHeaders.of(Events.full().build()))
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", Events.ID)
        .containsEntry("ce_type", "io.deploycast.deployment.rolled_back")
        .containsEntry("ce_source", "https://example.com/shop")
        .containsEntry("ce_time", "2012-07-08T11:14:15Z")
        .containsEntry("ce_subject", "2016.20")
        .containsEntry("content-type", "application/json")
        .hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "git@example.com:a/b, shop, /deploycast/shop",
    ", shop, /deploycast/shop",
    ", , /deploycast/-",
    ", größe 日本, /deploycast/gr%C3%B6%C3%9Fe%20%E6%97%A5%E6%9C%AC",
    "https://example.com/a b, shop, /deploycast/shop",
    "example.com/a, shop, example.com/a"
  })
  void alwaysNameASourceThatIsAUriReference(String repository, String service, String source) {
    DeploymentEvent event = Events.minimal().repository(repository).service(service).build();

    assertThat(EventHeaders.of(event)).containsEntry("ce_source", source);
  }

  @Test
  void areReplacedNeverAppended() {
    Headers headers = new RecordHeaders();
    headers.add(ControlHeaders.ATTEMPT, "1".getBytes(UTF_8));
    headers.add(ControlHeaders.ATTEMPT, "2".getBytes(UTF_8));

    ControlHeaders.replace(headers, ControlHeaders.ATTEMPT, "3");

    assertThat(headers.headers(ControlHeaders.ATTEMPT)).hasSize(1);
    assertThat(ControlHeaders.text(headers, ControlHeaders.ATTEMPT)).hasValue("3");
  }

  @Test
  void areAllRemovedAndNothingElse() {
    Headers headers = new RecordHeaders();
    headers.add("deploycast-anything", new byte[0]);
    headers.add("ce_id", new byte[0]);
    headers.add("deploycast-anything", null);

    ControlHeaders.removeAll(headers);

    assertThat(Arrays.stream(headers.toArray()).map(Header::key)).containsExactly("ce_id");
  }

  @Test
  void mayHaveNoValue() {
    Headers headers = new RecordHeaders();
    headers.add(ControlHeaders.ORIGIN, null);

    assertThat(ControlHeaders.text(headers, ControlHeaders.ORIGIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "team-a.deployments-2", "a-1@2"})
  void nameTheOriginOfATopicWithDashes(String topic) {
    Origin origin = new Origin(topic, 3, 42, Instant.parse("2026-01-02T03:04:05.006Z"));

    assertThat(Origin.parse(origin.toString())).hasValue(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "deployments", "deployments-3@42", "d-3@x 2026-01-02T03:04:05Z", "d-3@4 now"})
  void giveNoOriginWhenTheyHoldRubbish(String text) {
    assertThat(Origin.parse(text)).isEmpty();
  }

  @Test
  void areListedInTheDocument() throws Exception {
    Set<String> actual = new TreeSet<>();
    for (Field field : ControlHeaders.class.getFields()) {
      String name = (String) field.get(null);
      if (!name.equals(ControlHeaders.PREFIX)) {
        actual.add(name);
      }
    }
    assertThat(documented("`(deploycast-[a-z-]+)` \\|")).isEqualTo(actual);
    Set<String> cloudEvents = new TreeSet<>(EventHeaders.of(Events.full().build()).keySet());
    assertThat(documented("`(ce_[a-z]+|content-type)` \\|")).isEqualTo(cloudEvents);
    Set<String> reasons = new TreeSet<>();
    Arrays.stream(DeadLetterReason.values()).map(Enum::name).forEach(reasons::add);
    assertThat(documented("`([A-Z_]+)` \\|")).isEqualTo(reasons);
  }

  private static Set<String> documented(String row) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "topics.md"));
    Matcher matcher = Pattern.compile("^\\| " + row, Pattern.MULTILINE).matcher(document);
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
