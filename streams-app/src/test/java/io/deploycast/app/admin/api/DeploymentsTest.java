package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.admin.board.FilledBoard;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API says of deployments, their deliveries and dead letters. */
final class DeploymentsTest {
  private static final String FIRST = "event-0000000001";
  private static final String SECOND = "event-0000000002";
  private final AdminCase server = new AdminCase(AdminCase.OPEN);

  @AfterEach
  void close() {
    server.close();
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    server
        .get("/api/v1/deployments" + query)
        .json()
        .path("deployments")
        .forEach(it -> ids.add(it.path("id").asText()));
    return ids;
  }

  private String stateAt(String id, String target) {
    JsonNode deliveries = server.get("/api/v1/deployments/" + id).json().path("deliveries");
    for (JsonNode delivery : deliveries) {
      if (delivery.path("target").asText().equals(target)) {
        return delivery.path("state").asText();
      }
    }
    return "";
  }

  @Test
  void filterByPropertyTextTargetAndDelivery() {
    server.filled.deployment(FIRST, "shop", 1);
    server.filled.deployment(SECOND, "billing", 2);
    server.filled.receipt(FIRST, "one", Receipt.Outcome.DELIVERED);

    assertThat(ids("")).containsExactly(SECOND, FIRST);
    assertThat(ids("?service=shop")).containsExactly(FIRST);
    assertThat(ids("?service=-")).isEmpty();
    assertThat(ids("?q=BILL")).containsExactly(SECOND);
    assertThat(ids("?q=2016.1")).containsExactly(FIRST);
    assertThat(ids("?target=one&delivery=delivered")).containsExactly(FIRST);
    assertThat(ids("?target=one&delivery=waiting")).containsExactly(SECOND);
    assertThat(ids("?target=two&delivery=delivered")).isEmpty();
    assertThat(ids("?environment=production&limit=1")).containsExactly(SECOND);
  }

  @Test
  void tellWhatBecameOfEachDelivery() {
    server.filled.deployment(FIRST, "shop", 1);
    assertThat(stateAt(FIRST, "one")).isEqualTo("waiting");

    server.filled.receipt(FIRST, "one", Receipt.Outcome.FILTERED);
    assertThat(stateAt(FIRST, "one")).isEqualTo("filtered");

    server.filled.deadLetter("two", FIRST, DeadLetterReason.EXHAUSTED, "answered 500");
    assertThat(stateAt(FIRST, "two")).isEqualTo("dead-lettered");

    server.filled.tombstone("two", FIRST);
    server.filled.receipt(FIRST, "two", Receipt.Outcome.DELIVERED);
    assertThat(stateAt(FIRST, "two")).isEqualTo("delivered");

    server.filled.receipt(FIRST, "removed", Receipt.Outcome.DELIVERED);
    assertThat(stateAt(FIRST, "removed")).isEqualTo("delivered");
  }

  @Test
  void blameNoTargetForWhatWasAnnouncedBeforeItBegan() {
    server.filled.deployment(FIRST, "shop", 0);
    // It reads what was announced in the day before its first start.
    server.filled.firstStart("one", FilledBoard.NOON.plus(Duration.ofHours(25)));
    server.filled.firstStart("two", FilledBoard.NOON.plus(Duration.ofHours(23)));

    assertThat(stateAt(FIRST, "one")).isEqualTo("not-asked");
    assertThat(stateAt(FIRST, "two")).isEqualTo("waiting");
  }

  @Test
  void showDeadLettersByGroupAndFilter() {
    server.filled.deadLetter("one", FIRST, DeadLetterReason.REJECTED, "event 1 is too old");
    server.filled.deadLetter("one", SECOND, DeadLetterReason.REJECTED, "event 2 is too old");
    server.filled.deadLetter("two", SECOND, DeadLetterReason.EXHAUSTED, "answered 500");

    JsonNode groups = server.get("/api/v1/dead-letter-groups").json().path("groups");
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).path("count").asInt()).isEqualTo(2);
    assertThat(server.get("/api/v1/dead-letters?target=one").json().path("matching").asInt())
        .isEqualTo(2);
    assertThat(server.get("/api/v1/dead-letters?status=none").json().path("matching").asInt())
        .isZero();
    assertThat(
            server.get("/api/v1/dead-letters?q=ANSWERED&reason=EXHAUSTED").json().path("matching"))
        .hasToString("1");
  }

  @Test
  void areRedrivenAndGivenUpByKeyOrByTrouble() {
    String redrive = "/api/v1/actions/redrive";
    String discard = "/api/v1/actions/discard";
    String key = "one|event-0000000007";
    RawAnswer preview =
        server.post(redrive, "{\"target\":\"one\",\"dryRun\":true}", server.ownOrigin());
    assertThat(preview.json().path("matching").asInt()).isEqualTo(10);
    assertThat(preview.json().path("tooOften").asInt()).isEqualTo(2);
    assertThat(server.orders).isEmpty();

    server.post(redrive, "{\"target\":\"one\",\"reason\":\"REJECTED\"}", server.ownOrigin());
    server.post(discard, "{\"key\":\"%s\"}".formatted(key), server.ownOrigin());
    server.post(
        discard, "{\"key\":\"%s\",\"because\":\"OPS-7\"}".formatted(key), server.ownOrigin());

    assertThat(server.orders)
        .containsExactly("redrive one REJECTED", "discard one because OPS-7 " + key);
  }
}
