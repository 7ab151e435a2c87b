package io.deploycast.app.tracing;

import io.deploycast.app.delivery.Target;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Spans by OTLP over HTTP, set up by OpenTelemetry's own environment variables. */
final class OtlpTracing implements Tracing {
  /** What a stop waits for the last spans; a collector that is away costs no more than this. */
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);

  /** What its variables do not say. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "deploycast",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private final ChosenIds ids = new ChosenIds();
  private final OpenTelemetrySdk sdk;
  private final InstantSource clock;

  OtlpTracing(InstantSource clock) {
    this.clock = clock;
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addTracerProviderCustomizer((builder, config) -> builder.setIdGenerator(ids))
            // The service ends by itself and closes this last.
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
  }

  @Override
  public Target traced(String name, Target target) {
    DeliverySpans spans = new DeliverySpans(sdk.getTracer("io.deploycast"), ids, name);
    return new TracedTarget(target, spans, clock);
  }

  @Override
  public void close() {
    sdk.shutdown().join(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }
}
