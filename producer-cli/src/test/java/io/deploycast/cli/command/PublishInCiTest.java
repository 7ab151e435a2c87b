package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishInCiTest {
  private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7.*";

  private final Map<String, String> job = new HashMap<>();

  PublishInCiTest() {
    job.put("GITHUB_ACTIONS", "true");
    job.put("GITHUB_SERVER_URL", "https://ada:CANARY@github.com");
    job.put("GITHUB_REPOSITORY", "team/shop");
    job.put("GITHUB_SHA", "abc");
    job.put("GITHUB_REF", "refs/tags/v2");
    job.put("GITHUB_ACTOR", "ada");
    job.put("GITHUB_RUN_ID", "12");
    job.put("GITHUB_RUN_ATTEMPT", "1");
    job.put("GITHUB_JOB", "deploy");
  }

  private Result run(String... arguments) {
    CommandLineRun line = new CommandLineRun();
    job.forEach(line::with);
    return line.run(arguments);
  }

  private JsonNode event(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("publish", "2", "--dry-run", "--output", "json"));
    all.addAll(List.of(arguments));
    Result result = run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).doesNotContain("CANARY");
    return EventJson.mapper().readTree(result.out()).path("value");
  }

  private String id(String... arguments) throws IOException {
    return event(arguments).path("id").textValue();
  }

  @Test
  void fillsInWhatTheRunTellsAndOptionsWin() throws IOException {
    JsonNode event = event("--commit", "def", "--repository", "https://x:CANARY@git/a?t=CANARY");

    assertThat(event.path("service").textValue()).isEqualTo("shop");
    assertThat(event.path("commit").textValue()).isEqualTo("def");
    assertThat(event.path("branch").textValue()).isEqualTo("v2");
    assertThat(event.path("actor").textValue()).isEqualTo("ada");
    assertThat(event.path("repository").textValue()).isEqualTo("https://git/a");
    assertThat(event.path("url").textValue())
        .isEqualTo("https://github.com/team/shop/actions/runs/12/attempts/1");
  }

  @Test
  void letsVariablesOfOurOwnWinOverThoseOfTheRun() throws IOException {
    job.put("DEPLOYCAST_SERVICE", "till");

    assertThat(event().path("service").textValue()).isEqualTo("till");
  }

  @Test
  void takesNothingWhenToldNotTo() throws IOException {
    JsonNode event = event("--no-detect");

    assertThat(event.has("service")).isFalse();
    assertThat(event.path("id").textValue()).matches(UUID_7);
  }

  @Test
  void isTheSameEventInTheSameAttemptAndANewOneInAReRun() throws IOException {
    String first = id();
    assertThat(first).matches("[0-9a-f]{8}-[0-9a-f]{4}-5.*").isEqualTo(id());
    assertThat(id("--description", "again")).isEqualTo(first);

    assertThat(id("--service", "till")).isNotEqualTo(first);
    assertThat(id("--environment", "staging")).isNotEqualTo(first);
    assertThat(id("--status", "failed")).isNotEqualTo(first);
    job.put("GITHUB_JOB", "other");
    assertThat(id()).isNotEqualTo(first);
    job.put("GITHUB_JOB", "deploy");
    job.put("GITHUB_RUN_ATTEMPT", "2");
    assertThat(id()).isNotEqualTo(first);
    job.put("GITHUB_RUN_ATTEMPT", "1");
    assertThat(id()).isEqualTo(first);
    job.put("GITHUB_RUN_ID", "13");
    assertThat(id()).isNotEqualTo(first);
  }

  @Test
  void hasAnIdOfItsOwnWhenOneIsGivenOrWanted() throws IOException {
    assertThat(id("--event-id", "0123456789abcdef")).isEqualTo("0123456789abcdef");
    String fresh = id("--new-id");
    assertThat(fresh).matches(UUID_7).isNotEqualTo(id("--new-id"));
  }

  @Test
  void tiesAStartToItsEndWhicheverJobAnnouncesIt() throws IOException {
    JsonNode started = event("--status", "started");
    job.put("GITHUB_JOB", "announce");
    JsonNode succeeded = event();

    assertThat(started.path("id")).isNotEqualTo(succeeded.path("id"));
    assertThat(started.path("deploymentId")).isEqualTo(succeeded.path("deploymentId"));
    assertThat(event("--deployment-id", "0123456789abcdef").path("deploymentId").textValue())
        .isEqualTo("0123456789abcdef");
    job.put("GITHUB_RUN_ATTEMPT", "2");
    assertThat(event().path("deploymentId")).isNotEqualTo(started.path("deploymentId"));
  }

  @Test
  void showsWhatItFoundOutWithoutARelease() throws IOException {
    Result text = run("publish", "--show-detected");
    Result json = run("publish", "--show-detected", "--output", "json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).startsWith("system: GitHub Actions\nservice: shop\n").contains("job: ");
    assertThat(EventJson.mapper().readTree(json.out()).path("branch").textValue()).isEqualTo("v2");
    assertThat(new CommandLineRun().run("publish", "--show-detected").out())
        .isEqualTo("no CI system was detected\n");
  }
}
