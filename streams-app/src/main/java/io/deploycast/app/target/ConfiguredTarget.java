package io.deploycast.app.target;

import io.deploycast.app.delivery.ConnectionTally;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.Answer;
import io.deploycast.app.http.Calls;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.TraceContext;
import io.deploycast.schema.jq.TemplateException;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A target made of its configuration and its type. Thread-safe. */
final class ConfiguredTarget implements Target {
  /** Enough to see which template fails and how, short enough for a header. */
  private static final int MAX_ERROR = 300;

  private final CompiledTarget compiled;
  private final Calls client;
  private final Duration timeout;
  private final @Nullable Duration maxAge;
  private final InstantSource clock;
  private final AnswerWatch watch;

  ConfiguredTarget(
      CompiledTarget compiled,
      Calls client,
      Duration timeout,
      @Nullable Duration maxAge,
      InstantSource clock,
      AnswerWatch watch) {
    this.compiled = compiled;
    this.client = client;
    this.timeout = timeout;
    this.maxAge = maxAge;
    this.clock = clock;
    this.watch = watch;
  }

  @Override
  public Wanted wants(ReceivedEvent event) {
    return compiled.filter().wants(event);
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
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    // A type may have fewer steps by now than when the event failed.
    int first = progress.stepsDone() < compiled.steps().size() ? progress.stepsDone() : 0;
    long deadline = System.nanoTime() + timeout.toNanos();
    Attempt attempt = new Attempt(event, progress.attempt(), deadline, done);
    LookUp lookUp = compiled.steps().get(first).lookUp();
    if (progress.inDoubt() && lookUp != null) {
      lookUp(first, lookUp, attempt);
    } else {
      step(first, attempt);
    }
  }

  @Override
  public ConnectionTally connections() {
    return new ConnectionTally(client.connections().opened(), client.connections().reused());
  }

  @Override
  public void close() {
    client.close();
  }

  /** What the steps of one attempt share. */
  private record Attempt(ReceivedEvent event, int number, long deadline, Consumer<Outcome> done) {
    Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  /** Sends the step only if the event is not there already. */
  private void lookUp(int index, LookUp lookUp, Attempt attempt) {
    HttpCall call;
    try {
      call = lookUp.render(attempt.event);
    } catch (TemplateException e) {
      attempt.done.accept(templateError(e));
      return;
    }
    client.send(
        traced(call, attempt.event),
        attempt.left(),
        answer -> {
          watch.answered(compiled.steps().get(index).name() + " look-up", words(answer));
          Outcome outcome = lookUp.judge(answer);
          if (outcome == null) {
            step(index, attempt);
          } else {
            answered(index, outcome, attempt);
          }
        });
  }

  private void step(int index, Attempt attempt) {
    CompiledTarget.Step step = compiled.steps().get(index);
    HttpCall call;
    try {
      call = step.render(attempt.event, attempt.number, clock.instant(), step.parts());
    } catch (TemplateException e) {
      attempt.done.accept(templateError(e));
      return;
    }
    client.send(
        traced(call, attempt.event),
        attempt.left(),
        answer -> {
          watch.answered(step.name(), words(answer));
          answered(index, step.rules().judge(answer), attempt);
        });
  }

  private static HttpCall traced(HttpCall call, ReceivedEvent event) {
    TraceContext trace = event.trace();
    return trace == null ? call : call.with(trace.headers());
  }

  private void answered(int index, Outcome outcome, Attempt attempt) {
    int next = index + 1;
    if (outcome instanceof Outcome.Delivered && next < compiled.steps().size()) {
      step(next, attempt);
    } else {
      attempt.done.accept(outcome.afterSteps(index));
    }
  }

  private static String words(Answer answer) {
    if (answer instanceof Answer.Complete complete) {
      return ("answered " + complete.status() + " " + complete.excerpt()).strip();
    }
    return ((Answer.None) answer).error();
  }

  private Outcome templateError(TemplateException e) {
    String error = compiled.mask().excerpt(String.valueOf(e.getMessage()), MAX_ERROR);
    return new Outcome.Permanent(DeadLetterReason.TEMPLATE_ERROR, "template: " + error, null);
  }
}
