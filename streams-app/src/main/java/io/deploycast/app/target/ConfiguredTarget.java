package io.deploycast.app.target;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.ResponseClassifier;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.TargetHttpClient;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A target made of its configuration and its type. Thread-safe. */
final class ConfiguredTarget implements Target {
  /** Enough to see which template fails and how, short enough for a header. */
  private static final int MAX_ERROR = 300;

  /** A step's request, and what its answer means. */
  record Step(CallTemplate template, ResponseClassifier classifier) {}

  private final List<Step> steps;
  private final EventFilter filter;
  private final TargetHttpClient client;
  private final SecretMask mask;
  private final Duration timeout;
  private final @Nullable Duration maxAge;
  private final InstantSource clock;

  ConfiguredTarget(
      List<Step> steps,
      EventFilter filter,
      TargetHttpClient client,
      SecretMask mask,
      Duration timeout,
      @Nullable Duration maxAge,
      InstantSource clock) {
    this.steps = List.copyOf(steps);
    this.filter = filter;
    this.client = client;
    this.mask = mask;
    this.timeout = timeout;
    this.maxAge = maxAge;
    this.clock = clock;
  }

  @Override
  public Wanted wants(ReceivedEvent event) {
    return filter.wants(event);
  }

  @Override
  public Outcome.@Nullable Expired expired(ReceivedEvent event) {
    if (maxAge == null) {
      return null;
    }
    Duration age = Duration.between(event.deployedAt(), clock.instant());
    return age.compareTo(maxAge) <= 0
        ? null
        : new Outcome.Expired(
            "the deployment was %s ago, the target takes events for %s"
                .formatted(
                    DurationText.format(age.truncatedTo(ChronoUnit.SECONDS)),
                    DurationText.format(maxAge)));
  }

  @Override
  public void attempt(ReceivedEvent event, int attempt, Consumer<Outcome> done) {
    step(0, new Attempt(event, attempt, System.nanoTime() + timeout.toNanos(), done));
  }

  @Override
  public void close() {
    client.close();
  }

  /** What the steps of one attempt share. */
  private record Attempt(ReceivedEvent event, int number, long deadline, Consumer<Outcome> done) {}

  private void step(int index, Attempt attempt) {
    Step step = steps.get(index);
    HttpCall call;
    try {
      call = step.template.render(attempt.event, attempt.number, clock.instant());
    } catch (TemplateException e) {
      attempt.done.accept(templateError(e));
      return;
    }
    Duration left = Duration.ofNanos(Math.max(0, attempt.deadline - System.nanoTime()));
    client.send(
        call,
        index == 0 ? timeout : left,
        answer -> {
          Outcome outcome = step.classifier.classify(answer);
          boolean more = index + 1 < steps.size();
          if (more && outcome instanceof Outcome.Delivered) {
            step(index + 1, attempt);
          } else {
            attempt.done.accept(outcome);
          }
        });
  }

  private Outcome templateError(TemplateException e) {
    String error = mask.excerpt(String.valueOf(e.getMessage()), MAX_ERROR);
    return new Outcome.Permanent(DeadLetterReason.TEMPLATE_ERROR, "template: " + error, null);
  }
}
