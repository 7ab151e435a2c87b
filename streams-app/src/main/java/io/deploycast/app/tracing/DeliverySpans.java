package io.deploycast.app.tracing;

import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/**
 * The spans of one target's deliveries. Thread-safe.
 *
 * <pre>
 * publish                      the CLI's, or whoever set traceparent; else the trace begins below
 * └ fan-out grafana            from the event's entry into the log until the target takes it up
 *   ├ attempt grafana          one attempt with all its steps; its id goes out as traceparent
 *   ├ retry wait grafana       from the entry into the retry topic until the next attempt
 *   └ attempt grafana
 * </pre>
 */
final class DeliverySpans {
  private final Tracer tracer;
  private final ChosenIds ids;
  private final String target;

  DeliverySpans(Tracer tracer, ChosenIds ids, String target) {
    this.tracer = tracer;
    this.ids = ids;
    this.target = target;
  }

  /** The event was taken up from the log. */
  void fannedOut(ReceivedEvent event, Instant now) {
    TraceContext cause = event.trace();
    SpanBuilder span = span("fan-out", SpanKind.CONSUMER, event);
    span.setParent(cause == null ? within(event, root(event)) : within(event, cause.spanId()));
    finished(span, fanOutId(event), event.since() == null ? now : event.since(), now);
  }

  /** A retry starts. */
  void waited(ReceivedEvent event, int attempt, Instant now) {
    Instant since = event.since();
    if (since != null) {
      SpanBuilder span = span("retry wait", SpanKind.INTERNAL, event);
      span.setParent(within(event, fanOutId(event)));
      span.setAttribute("deploycast.attempt", attempt);
      String id = ChosenIds.spanId(fanOutId(event), "wait", Integer.toString(attempt));
      finished(span, id, since, now);
    }
  }

  /** An attempt starts; whoever ends it ends the span. */
  Span attempt(ReceivedEvent event, int attempt) {
    return span("attempt", SpanKind.CLIENT, event)
        .setParent(within(event, fanOutId(event)))
        .setAttribute("deploycast.attempt", attempt)
        .startSpan();
  }

  private SpanBuilder span(String name, SpanKind kind, ReceivedEvent event) {
    SpanBuilder span =
        tracer
            .spanBuilder(name + " " + target)
            .setSpanKind(kind)
            .setAttribute("deploycast.target", target)
            .setAttribute("deploycast.event.id", event.id());
    return event.service() == null
        ? span
        : span.setAttribute("deploycast.service", event.service());
  }

  private void finished(SpanBuilder span, String id, Instant from, Instant until) {
    ids.with(id, () -> span.setStartTimestamp(from).startSpan())
        .end(until.isBefore(from) ? from : until);
  }

  /** The trace of the event, seen from one of its spans. */
  private static Context within(ReceivedEvent event, String spanId) {
    TraceContext cause = event.trace();
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            cause == null ? ChosenIds.traceId("trace", event.id()) : cause.traceId(),
            spanId,
            cause == null ? TraceFlags.getSampled() : TraceFlags.fromHex(cause.flags(), 0),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(parent));
  }

  /** A parent for what nobody traced before, the same for all targets; it is not recorded. */
  private static String root(ReceivedEvent event) {
    return ChosenIds.spanId("root", event.id());
  }

  private String fanOutId(ReceivedEvent event) {
    TraceContext cause = event.trace();
    return ChosenIds.spanId("fan-out", cause == null ? root(event) : cause.spanId(), target);
  }
}
