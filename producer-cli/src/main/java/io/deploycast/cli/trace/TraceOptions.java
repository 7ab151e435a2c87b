package io.deploycast.cli.trace;

import io.deploycast.schema.TraceContext;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that says in which trace a publication stands. */
public final class TraceOptions {
  private static final String TRACEPARENT = "TRACEPARENT";
  private static final String TRACESTATE = "TRACESTATE";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--traceparent",
      paramLabel = "TRACEPARENT",
      description = "W3C trace context that the event belongs to; default: $TRACEPARENT.")
  private @Nullable String traceparent;

  /**
   * The trace of a publication that begins now.
   *
   * @throws ParameterException when the option's value is none
   */
  public PublishTrace begin(Map<String, String> environment, InstantSource clock, PrintWriter err) {
    Optional<TraceContext> parent = context(environment, err);
    return SpanExport.endpoint(environment)
        .<PublishTrace>map(
            endpoint ->
                new RecordedTrace(
                    parent.orElse(null),
                    new SpanExport(endpoint, environment, err),
                    clock,
                    RandomGenerator.getDefault()))
        .orElseGet(() -> new PublishTrace.Passed(parent.orElse(null)));
  }

  /** The headers that hand on what was given, for a publication that is only shown. */
  public Map<String, String> parent(Map<String, String> environment, PrintWriter err) {
    return context(environment, err).map(TraceContext::headers).orElseGet(Map::of);
  }

  private Optional<TraceContext> context(Map<String, String> environment, PrintWriter err) {
    if (traceparent != null) {
      try {
        return Optional.of(new TraceContext(traceparent, environment.get(TRACESTATE)));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
      }
    }
    String inherited = environment.getOrDefault(TRACEPARENT, "");
    if (inherited.isEmpty()) {
      return Optional.empty();
    }
    if (!TraceContext.isTraceparent(inherited)) {
      // Somebody else set it; a deployment is announced without a trace rather than not at all.
      err.println("deploycast: warning: TRACEPARENT is no W3C trace context and is left out");
      return Optional.empty();
    }
    return Optional.of(new TraceContext(inherited, environment.get(TRACESTATE)));
  }
}
