package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReceivedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that name one target of a configuration and an event for it. */
final class OneTarget {
  @Mixin private ConfigFile file;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME",
      description = "A target of the configuration.")
  private String name;

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "The event, JSON as on the topic; without it, a test event of now.")
  private @Nullable Path event;

  /** A target and the configuration it stands in. */
  record Chosen(AppConfig config, TargetConfig target) {}

  /** The target; empty after the configuration's problems were printed. */
  Optional<Chosen> choose(CommandSpec spec) {
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    return config.map(loaded -> new Chosen(loaded, find(loaded, "--target", name, spec)));
  }

  /**
   * The target of that name.
   *
   * @param argument how the command calls it
   * @throws ParameterException when there is none
   */
  static TargetConfig find(AppConfig config, String argument, String name, CommandSpec spec) {
    return config.targets().stream()
        .filter(target -> target.name().text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "%s must be one of %s, was '%s'"
                        .formatted(
                            argument,
                            config.targets().stream().map(t -> t.name().text()).toList(),
                            Excerpt.of(name))));
  }

  TargetTypes types() {
    return file.types();
  }

  /** The event that was given, read as the engine reads it. */
  ReceivedEvent event(CommandSpec spec, Instant now) {
    if (event == null) {
      return read(spec, testEvent(now).getBytes(StandardCharsets.UTF_8));
    }
    try {
      return read(spec, Files.readAllBytes(event));
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--event must be a file that can be read, was '" + event + "'", e);
    }
  }

  private static ReceivedEvent read(CommandSpec spec, byte[] value) {
    ReadResult result = new EventReader().read(value);
    if (result instanceof ReadResult.Valid valid) {
      return valid.event();
    }
    throw new ParameterException(
        spec.commandLine(),
        "--event must hold a deployment event: " + ((ReadResult.Invalid) result).violation());
  }

  /** The time makes the id new each time, so that no receiver takes it for a repetition. */
  private static String testEvent(Instant now) {
    return EventJson.mapper()
        .createObjectNode()
        .put("id", "deploycast-test-" + now.toEpochMilli())
        .put("release", "test")
        .put("deployedAt", now.toString())
        .put("service", "deploycast-test")
        .put("environment", "test")
        .put("status", "succeeded")
        .put("actor", "deploycast")
        .put("description", "A test event of 'deploycast-app send'; nothing was deployed.")
        .toString();
  }
}
