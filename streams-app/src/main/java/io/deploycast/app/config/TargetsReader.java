package io.deploycast.app.config;

import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.RetryStage;
import io.deploycast.schema.Excerpt;
import io.deploycast.schema.Rate;
import io.deploycast.schema.topic.DurationText;
import io.deploycast.schema.topic.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code defaults} and {@code targets}. */
final class TargetsReader {
  /** Low enough for tests, and long enough for a target on the same machine. */
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);

  /** A stop waits for the longest time-out; nobody waits longer than this. */
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration LEAST_DELAY = Duration.ofMillis(1);

  /** The longest that a failed event is worth another attempt. */
  private static final Duration MOST_DELAY = Duration.ofDays(30);

  /** An event always has some age when it arrives. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);

  private static final Duration MOST_AGE = Duration.ofDays(3_650);

  /** Every stage is a topic, and a source of its own. */
  private static final int MOST_STAGES = 10;

  private static final int MOST_ATTEMPTS = 1_000;

  /** Each is a connection; slower from some hundred on. */
  private static final int MOST_CONCURRENCY = 4_096;

  private static final Shared BUILT_IN =
      new Shared(
          Duration.ofSeconds(10),
          64,
          null,
          Ordering.KEY,
          new RetryPolicy(
              List.of(
                  new RetryStage(Duration.ofMinutes(1), 3),
                  new RetryStage(Duration.ofMinutes(5), 3))),
          StartFrom.DEFAULT,
          null,
          true,
          null);

  /** What {@code defaults} can hold and every target can override. */
  private record Shared(
      Duration timeout,
      int concurrency,
      @Nullable Rate rate,
      Ordering ordering,
      RetryPolicy retry,
      StartFrom startFrom,
      @Nullable Duration maxAge,
      boolean receipts,
      ConnectionConfig.@Nullable Proxy proxy) {}

  private final TargetTypeCatalog types;
  private final Path file;

  TargetsReader(TargetTypeCatalog types, Path file) {
    this.types = types;
    this.file = file;
  }

  List<TargetConfig> read(Section top) {
    Section defaults = top.section("defaults");
    Shared shared = shared(defaults, BUILT_IN);
    defaults.refuseOthers();
    Optional<List<Section>> sections = top.sections("targets");
    if (!top.has("targets")) {
      top.problem("targets", "is required: a list of at least one target");
    } else if (top.list("targets").filter(List::isEmpty).isPresent()) {
      top.problem("targets", "must name at least one target, is empty");
    }
    List<TargetConfig> targets = new ArrayList<>();
    Map<String, String> pathByName = new HashMap<>();
    for (Section section : sections.orElse(List.of())) {
      target(section, shared, pathByName).ifPresent(targets::add);
    }
    return targets;
  }

  private Optional<TargetConfig> target(
      Section section, Shared defaults, Map<String, String> pathByName) {
    Optional<TargetName> name = name(section, pathByName);
    Optional<String> type = type(section);
    Shared shared = shared(section, defaults);
    ConnectionConfig connection = new ConnectionReader(section, file).read(shared.proxy);
    String when = section.text("when").orElse(null);
    Optional<List<ParameterSpec>> specs = type.flatMap(types::parameters);
    if (specs.isEmpty()) {
      // Without a type nobody can say which of the other keys are known.
      return Optional.empty();
    }
    Map<String, ParameterValue> parameters =
        new ParametersReader(section, file).read(specs.orElseThrow());
    section.refuseOthers();
    Optional<TargetConfig> target =
        name.map(
            text ->
                new TargetConfig(
                    text,
                    type.orElseThrow(),
                    shared.timeout,
                    shared.concurrency,
                    shared.rate,
                    shared.ordering,
                    shared.retry,
                    shared.startFrom,
                    shared.maxAge,
                    shared.receipts,
                    connection,
                    when,
                    parameters));
    target.ifPresent(
        config ->
            types
                .check(config)
                .forEach(finding -> section.problem(finding.key(), finding.problem())));
    return target;
  }

  private static Optional<TargetName> name(Section section, Map<String, String> pathByName) {
    Optional<String> text = section.requiredText("name", "grafana");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> problem = TargetName.problemWith(text.get());
    if (problem.isPresent()) {
      section.problem("name", problem.get());
      return Optional.empty();
    }
    String path = section.at("name").path();
    String other = pathByName.putIfAbsent(text.get(), path);
    if (other != null) {
      section.problem("name", "must be unique, '%s' is also %s".formatted(text.get(), other));
      return Optional.empty();
    }
    return Optional.of(new TargetName(text.get()));
  }

  private Optional<String> type(Section section) {
    Optional<String> type = section.requiredText("type", "webhook");
    if (type.isPresent() && !types.names().contains(type.get())) {
      String hint =
          Suggestion.closest(type.get(), types.names())
              .map(meant -> "; did you mean '" + meant + "'?")
              .orElse("");
      section.problem(
          "type",
          "must be one of %s, was '%s'%s"
              .formatted(String.join(", ", types.names()), Excerpt.of(type.get()), hint));
    }
    return type;
  }

  private Shared shared(Section section, Shared otherwise) {
    return new Shared(
        section.duration("timeout", LEAST_TIMEOUT, MOST_TIMEOUT).orElse(otherwise.timeout),
        section.integer("concurrency", 1, MOST_CONCURRENCY).orElse(otherwise.concurrency),
        section.parsed("rate", Rate::parse).orElse(otherwise.rate),
        section.parsed("ordering", Ordering::parse).orElse(otherwise.ordering),
        section.sections("retry").map(s -> retry(section, s)).orElse(otherwise.retry),
        section.parsed("startFrom", StartFrom::parse).orElse(otherwise.startFrom),
        section.duration("maxAge", LEAST_AGE, MOST_AGE).orElse(otherwise.maxAge),
        section.flag("receipts").orElse(otherwise.receipts),
        new ConnectionReader(section, file).proxy(otherwise.proxy));
  }

  private static RetryPolicy retry(Section owner, List<Section> sections) {
    if (sections.size() > MOST_STAGES) {
      owner.problem(
          "retry", "must have at most %d stages, had %d".formatted(MOST_STAGES, sections.size()));
      return new RetryPolicy(List.of());
    }
    List<RetryStage> stages = new ArrayList<>();
    for (Section section : sections) {
      Optional<RetryStage> stage = stage(section);
      Duration before = stages.isEmpty() ? Duration.ZERO : stages.get(stages.size() - 1).delay();
      if (stage.isPresent() && stage.get().delay().compareTo(before) <= 0) {
        section.problem(
            "delay",
            "must be longer than the delay before it, %s, was %s"
                .formatted(DurationText.format(before), DurationText.format(stage.get().delay())));
      } else {
        stage.ifPresent(stages::add);
      }
    }
    return new RetryPolicy(stages);
  }

  private static Optional<RetryStage> stage(Section section) {
    section.requiredText("delay", "1m");
    section.requiredText("attempts", "3");
    Optional<Duration> delay = section.duration("delay", LEAST_DELAY, MOST_DELAY);
    Optional<Integer> attempts = section.integer("attempts", 1, MOST_ATTEMPTS);
    section.refuseOthers();
    return delay.flatMap(d -> attempts.map(a -> new RetryStage(d, a)));
  }
}
