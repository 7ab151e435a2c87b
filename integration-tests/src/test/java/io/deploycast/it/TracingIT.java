package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.SpanCollector.Collected;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the CI job's trace context to the request of the target. */
class TracingIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String JOB = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + JOB + "-01";
  private static final String DEFAULTS = "timeout: 2s, retry: [ { delay: 1s, attempts: 2 } ]";

  private final Installation installation = Installation.onSharedBroker("tracing");

  @TempDir private Path folder;

  @BeforeEach
  void startTarget() {
    installation.target("one", SimulatedTarget.start(Behaviour.answers(500, 200)));
  }

  @AfterEach
  void close() {
    installation.close();
  }

  private CliProcess.Result publish(Map<String, String> environment, String... more) {
    String[] arguments = {
      "publish",
      "2016.20",
      "--topic",
      installation.topics.deployments(),
      "--bootstrap-servers",
      TestKafka.bootstrapServers()
    };
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    CliProcess.Result result = CliProcess.start(environment, all.toArray(String[]::new)).await();
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  /** What both attempts said, once there were two. */
  private List<String> traceparents() {
    await().atMost(SOON).until(() -> installation.target("one").requests().size() == 2);
    return installation.target("one").requests().stream()
        .map(request -> request.headers().get("traceparent").get(0))
        .toList();
  }

  @Test
  void recordsPublishFanOutAttemptsAndWaitsUnderTheTraceOfTheJob() {
    try (SpanCollector collector = new SpanCollector()) {
      Map<String, String> environment =
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              collector.endpoint(),
              "OTEL_BSP_SCHEDULE_DELAY",
              "200",
              "TRACEPARENT",
              PARENT);
      String yaml = installation.yaml(DEFAULTS);
      try (AppProcess app = AppProcess.startWith(List.of(), environment, yaml)) {
        app.awaitReady();
        assertThat(publish(environment).err()).isEmpty();
        List<String> sent = traceparents();
        await().atMost(SOON).until(() -> collector.named("attempt one").size() == 2);
        await().atMost(SOON).until(() -> collector.named("retry wait one").size() == 1);

        Collected publish = collector.named("publish " + installation.topics.deployments()).get(0);
        assertThat(publish.parentId()).isEqualTo(JOB);
        assertThat(publish.service()).isEqualTo("deploycast-cli");
        Collected fanOut = collector.named("fan-out one").get(0);
        assertThat(fanOut.parentId()).isEqualTo(publish.id());
        Collected wait = collector.named("retry wait one").get(0);
        // A second after the failure, and the record came into the topic some time after that.
        assertThat(wait.took()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
        List<Collected> attempts = collector.named("attempt one");
        for (Collected span : List.of(publish, fanOut, wait, attempts.get(0), attempts.get(1))) {
          assertThat(span.traceId()).isEqualTo(TRACE);
        }
        assertThat(List.of(wait.parentId(), attempts.get(0).parentId(), attempts.get(1).parentId()))
            .containsOnly(fanOut.id());
        assertThat(sent)
            .containsExactlyElementsOf(
                attempts.stream().map(it -> "00-" + TRACE + "-" + it.id() + "-01").toList())
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void passesTheContextOnUnchangedAndLoadsNothingWhenNobodyCollectsSpans() throws Exception {
    Path loaded = folder.resolve("classes.log");
    List<String> jvm = List.of("-Xmx256m", "-Xlog:class+load:file=" + loaded);
    try (AppProcess app = AppProcess.startWith(jvm, Map.of(), installation.yaml(DEFAULTS))) {
      app.awaitReady();
      publish(Map.of("TRACEPARENT", "rubbish"), "--traceparent", PARENT);
      assertThat(traceparents()).containsOnly(PARENT);
      assertThat(Files.readString(loaded))
          .contains("io.deploycast.app.Service ")
          .doesNotContain("] io.opentelemetry");
    }
    try (JarFile cli = new JarFile(System.getProperty("deploycast.cli.jar"))) {
      assertThat(cli.stream().map(Object::toString))
          .contains("io/deploycast/cli/trace/TraceOptions.class")
          .noneMatch(entry -> entry.startsWith("io/opentelemetry"));
    }
  }

  @Test
  void recordsOneSpanForAllEventsOfAFile() throws Exception {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(events, "{\"release\":\"1\"}\n{\"release\":\"2\"}\n");
    try (SpanCollector collector = new SpanCollector()) {
      CliProcess.Result result =
          CliProcess.start(
                  Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()),
                  "publish",
                  "--file",
                  events.toString(),
                  "--traceparent",
                  PARENT,
                  "--topic",
                  installation.topics.deployments(),
                  "--bootstrap-servers",
                  TestKafka.bootstrapServers())
              .await();
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(collector.named("publish " + installation.topics.deployments()))
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.parentId()).isEqualTo(JOB);
                assertThat(installation.read(installation.topics.deployments()))
                    .extracting(
                        it -> new String(it.headers().lastHeader("traceparent").value(), UTF_8))
                    .containsExactly(
                        "00-%s-%s-01".formatted(TRACE, span.id()),
                        "00-%s-%s-01".formatted(TRACE, span.id()));
              });
    }
  }

  @Test
  void publishesWhateverBecomesOfTheSpan() {
    String err =
        publish(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:CANARY@127.0.0.1:1",
                    "TRACEPARENT", "rubbish"))
            .err();
    assertThat(err)
        .contains("TRACEPARENT is no W3C trace context and is left out")
        .contains("the collector of spans, http://127.0.0.1:1/v1/traces, was not reached")
        .doesNotContain("CANARY");
  }
}
