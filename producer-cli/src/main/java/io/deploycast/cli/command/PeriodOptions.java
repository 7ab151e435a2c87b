package io.deploycast.cli.command;

import io.deploycast.cli.Surroundings;
import io.deploycast.cli.event.TimeText;
import io.deploycast.cli.history.Property;
import io.deploycast.schema.topic.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of the history a command is about. */
final class PeriodOptions {
  private static final String EVERYTHING = "earliest";

  /** A day alone is its beginning. */
  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description =
          "From then on: 30d (ago), a time, or 'earliest'; default: 30d, and 90d for a report.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Up to then: 1h (ago) or a time; default: now.")
  private @Nullable String until;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Only of that service; repeatable.")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Only in that environment; repeatable.")
  private List<String> environments = new ArrayList<>();

  /** The beginning; null for all there is. */
  @Nullable Instant since(String unlessGiven, Surroundings surroundings) {
    String text = since == null ? unlessGiven : since;
    return text.equals(EVERYTHING) ? null : moment("--since", text, surroundings);
  }

  /** The end; null for now. */
  @Nullable Instant until(Surroundings surroundings) {
    return until == null ? null : moment("--until", until, surroundings);
  }

  /** What is asked of the properties. */
  Map<Property, List<String>> wanted() {
    Map<Property, List<String>> wanted = new EnumMap<>(Property.class);
    wanted.put(Property.SERVICE, services);
    wanted.put(Property.ENVIRONMENT, environments);
    return wanted;
  }

  private Instant moment(String option, String text, Surroundings surroundings) {
    try {
      return surroundings.clock().instant().minus(DurationText.parse(text));
    } catch (IllegalArgumentException noDuration) {
      try {
        String time = text.matches(DATE) ? text + "T00:00:00" : text;
        return TimeText.parse(time, surroundings.zone().get()).instant();
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(),
            option + " must be a duration such as 30d, or " + e.getMessage(),
            e);
      }
    }
  }
}
