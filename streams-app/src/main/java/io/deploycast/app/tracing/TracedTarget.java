package io.deploycast.app.tracing;

import io.deploycast.app.delivery.ConnectionTally;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A target whose attempts are spans. Thread-safe, as the target is. */
final class TracedTarget implements Target {
  private final Target target;
  private final DeliverySpans spans;
  private final InstantSource clock;

  TracedTarget(Target target, DeliverySpans spans, InstantSource clock) {
    this.target = target;
    this.spans = spans;
    this.clock = clock;
  }

  @Override
  public Wanted wants(ReceivedEvent event) {
    Wanted wanted = target.wants(event);
    if (wanted instanceof Wanted.Yes) {
      spans.fannedOut(event, clock.instant());
    }
    return wanted;
  }

  @Override
  public Outcome.@Nullable Expired expired(ReceivedEvent event) {
    return target.expired(event);
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    Instant now = clock.instant();
    if (progress.attempt() > 1) {
      spans.waited(event, progress.attempt(), now);
    }
    Span span = spans.attempt(event, progress.attempt());
    target.attempt(
        event.at(contextOf(span, event)),
        progress,
        outcome -> {
          end(span, outcome);
          done.accept(outcome);
        });
  }

  @Override
  public ConnectionTally connections() {
    return target.connections();
  }

  @Override
  public void close() {
    target.close();
  }

  private static TraceContext contextOf(Span span, ReceivedEvent event) {
    TraceContext cause = event.trace();
    return new TraceContext(
        "00-%s-%s-%s"
            .formatted(
                span.getSpanContext().getTraceId(),
                span.getSpanContext().getSpanId(),
                span.getSpanContext().getTraceFlags().asHex()),
        cause == null ? null : cause.tracestate());
  }

  private static void end(Span span, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      span.setStatus(StatusCode.ERROR, failed.error());
    }
    span.setAttribute("deploycast.outcome", outcome.getClass().getSimpleName()).end();
  }
}
