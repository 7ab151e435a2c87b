package io.deploycast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishFileTest {
  @TempDir private Path folder;

  private static List<JsonNode> dryRun(String lines, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("publish", "--file", "-", "--dry-run", "--output", "json"));
    arguments.addAll(List.of(more));
    Result result = new CommandLineRun().reading(lines).run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      events.add(EventJson.mapper().readTree(line).path("value"));
    }
    return events;
  }

  private Result publish(Path file) {
    return new CommandLineRun()
        .run("publish", "--file", file.toString(), "--bootstrap-servers", "127.0.0.1:1");
  }

  @Test
  void takesEachLineForAnEventAndSkipsEmptyOnes() throws IOException {
    List<JsonNode> events =
        dryRun("{\"release\":\"1\",\"service\":\"größe\"}\r\n\n  \n{\"release\":\"2\"}");

    assertThat(events).hasSize(2);
    assertThat(events.get(0).path("service").textValue()).isEqualTo("größe");
    assertThat(events.get(0).path("deployedAt").textValue())
        .isEqualTo(CommandLineRun.NOW.toString());
    assertThat(events.get(1).path("release").textValue()).isEqualTo("2");
  }

  @Test
  void givesTheSameLineTheSameIdUnlessANewOneIsWanted() throws IOException {
    String line = "{\"release\":\"1\"}\n";
    String id = dryRun(line).get(0).path("id").textValue();

    assertThat(dryRun(line).get(0).path("id").textValue()).isEqualTo(id);
    assertThat(dryRun("{\"release\":\"2\"}").get(0).path("id").textValue()).isNotEqualTo(id);
    assertThat(dryRun(line, "--new-id").get(0).path("id").textValue()).isNotEqualTo(id);
  }

  @Test
  void sendsNothingUnlessEveryLineIsValidAndTellsEveryLineThatIsNot() throws IOException {
    Result result =
        publish(
            Files.writeString(
                folder.resolve("events"),
                "{\"release\":\"1\"}\n{\"release\":2}\n\n{\"release\":\"3\",\"servce\":\"x\"}\n{"));

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("nothing was sent; '")
        .contains("has 3 invalid lines")
        .contains("line 2: /release must be a string, was number")
        .contains("line 4: /servce is not a property of the schema")
        .contains("line 5: the event must be one JSON object");
  }

  @Test
  void refusesWhatIsNoFileOfEvents() throws IOException {
    assertThat(publish(folder.resolve("absent")).exitCode()).isEqualTo(2);
    assertThat(publish(folder).exitCode()).isEqualTo(2);
    Result empty = publish(Files.createFile(folder.resolve("empty")));
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("must hold at least one event, had none");
  }

  @Test
  void readsNoMoreOfAHugeFileThanItTakes() throws IOException {
    Path huge = folder.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    Result result = publish(huge);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("must have at most 33554432 bytes, had more");
  }

  @Test
  void neverWaitsForAPersonToTypeEvents() {
    Result result = new CommandLineRun().atTerminal().run("publish", "--file", "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("was a terminal");
  }
}
