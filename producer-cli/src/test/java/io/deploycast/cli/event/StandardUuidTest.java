package io.deploycast.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardUuidTest {
  /** The namespaces of RFC 9562, section 6.6. */
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  private static final UUID URL = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

  @Test
  void makesTheNameBasedOneOfTheStandardsExample() {
    assertThat(StandardUuid.nameBased(DNS, "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void makesTheNamespaceOfEventsFromItsName() {
    assertThat(StandardUuid.nameBased(URL, "urn:deploycast:deployment-event"))
        .hasToString("1f765d85-65c0-5208-b449-a032656b03f3");
  }

  @Test
  void beginsATimeOrderedOneAsTheStandardsExampleDoes() {
    UUID uuid = StandardUuid.timeOrdered(Instant.parse("2022-02-22T19:22:22Z"));

    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.toString()).startsWith("017f22e2-79b0-7");
  }

  @Test
  void makesNoTimeOrderedOneTwice() {
    Instant now = Instant.parse("2022-02-22T19:22:22Z");

    assertThat(IntStream.range(0, 1000).mapToObj(i -> StandardUuid.timeOrdered(now)))
        .doesNotHaveDuplicates();
  }
}
