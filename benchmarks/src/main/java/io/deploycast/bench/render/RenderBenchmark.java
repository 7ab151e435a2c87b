package io.deploycast.bench.render;

import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.target.RequestRenderer;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From an event that was read to the requests that are sent: templates, encoding, signature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenderBenchmark {
  private static final String EVENT =
      """
      {"id":"0190a5e2-5c1a-7c3e-9a4b-3d2f1e0c9b8a","release":"2016.20",
       "deployedAt":"2026-01-02T03:04:05.678Z","startedAt":"2026-01-02T03:01:00Z",
       "service":"shop","environment":"production","status":"succeeded",
       "previousRelease":"2016.19","commit":"5d41402abc4b2a76b9719d911017c592","branch":"main",
       "repository":"https://github.com/example/shop","actor":"alice",
       "url":"https://ci.example.com/runs/42","description":"Faster checkout",
       "attributes":{"team":"payments"}}
      """;

  private static final String ADDRESS = "https://api.example.com/hook";
  private static final String SIGNING_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** The type; {@code bench render} says which. */
  @Param("datadog")
  public String type = "";

  private RequestRenderer renderer;
  private ReceivedEvent event;
  private Instant now;

  /** Compiles a target of the type with all that it requires. */
  @Setup
  public void compile() {
    TargetTypes types = TargetTypes.shipped();
    Map<String, ParameterValue> parameters = new HashMap<>();
    for (ParameterSpec spec : types.parameters(type).orElseThrow()) {
      String given = spec.defaultText() == null ? required(spec) : spec.defaultText();
      if (given != null) {
        parameters.put(
            spec.name(), spec.secret() ? new Secret(given) : new ParameterValue.Text(given));
      }
    }
    renderer = RequestRenderer.of(types, target(parameters));
    byte[] bytes = EVENT.getBytes(StandardCharsets.UTF_8);
    event = ((ReadResult.Valid) new EventReader().read(bytes)).event();
    now = Instant.parse("2026-01-02T03:04:06Z");
  }

  /** A value that its parameter takes; null where it need not be given. */
  private static @Nullable String required(ParameterSpec spec) {
    if (spec.name().equals("secret")) {
      return SIGNING_KEY;
    }
    if (!spec.required()) {
      return null;
    }
    return spec.name().equals("url") ? ADDRESS : "0123456789abcdef0123456789abcdef";
  }

  private TargetConfig target(Map<String, ParameterValue> parameters) {
    return new TargetConfig(
        new TargetName("bench"),
        type,
        Duration.ofSeconds(10),
        64,
        null,
        Ordering.KEY,
        new RetryPolicy(List.of()),
        StartFrom.DEFAULT,
        null,
        true,
        ConnectionConfig.DEFAULT,
        null,
        parameters);
  }

  @Benchmark
  public List<HttpCall> render() throws TemplateException {
    return renderer.render(event, 1, now);
  }
}
