package io.deploycast.app.tracing;

import io.deploycast.app.delivery.Target;
import java.time.InstantSource;
import java.util.Map;

/** Whether and where spans of deliveries are recorded. One for the process; thread-safe. */
public interface Tracing extends AutoCloseable {
  /** Records nothing: requests carry the trace context of their event unchanged. */
  Tracing NONE =
      new Tracing() {
        @Override
        public Target traced(String name, Target target) {
          return target;
        }

        @Override
        public void close() {}
      };

  /** The target, its attempts recorded. */
  Target traced(String name, Target target);

  /** Exports what is left, within a bound. */
  @Override
  void close();

  /**
   * Exports by OTLP when the environment names an endpoint, as OpenTelemetry's own variables do.
   *
   * @param clock for spans that began in another process
   */
  static Tracing of(Map<String, String> environment, InstantSource clock) {
    boolean configured =
        !environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isEmpty()
            || !environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").isEmpty();
    boolean off = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
    return configured && !off ? new OtlpTracing(clock) : NONE;
  }
}
