package io.deploycast.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.ConnectionTally;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.schema.topic.TargetName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads {@code docs/metrics.md} against the meters of a target. */
final class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TargetMeters meters = new TargetMeters(registry, new TargetName("audit"));

  @Test
  void listsTheMetersOfATargetAndTheirKinds() throws IOException {
    meters.watch(() -> TargetView.ABSENT);
    meters.watchConnections(() -> ConnectionTally.NONE);
    meters.attempted(new Outcome.Delivered(200), Duration.ofMillis(1));
    Set<String> registered =
        registry.getMeters().stream()
            // A histogram shows as gauges of its timer.
            .filter(meter -> !meter.getId().getName().endsWith(".histogram"))
            .map(meter -> meter.getId().getName() + " " + kind(meter))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> listed = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `(deploycast\\.[a-z.]+)` \\| (counter|gauge|timer)")
            .matcher(Files.readString(DOCUMENT));
    while (rows.find()) {
      listed.add(rows.group(1) + " " + rows.group(2));
    }
    assertThat(listed).containsAll(registered);
  }

  @Test
  void namesEveryStateOfATarget() throws IOException {
    String document = Files.readString(DOCUMENT);
    assertThat(Stream.of(TargetState.values()).map(state -> state.name().toLowerCase(Locale.ROOT)))
        .allSatisfy(state -> assertThat(document).contains("`" + state + "`"));
  }

  @Test
  void countsConnectionsAsLongAsTheTargetLives() {
    long[] opened = {1};
    meters.watchConnections(() -> new ConnectionTally(opened[0], 2));
    opened[0] = 5;
    System.gc();

    assertThat(registry.get("deploycast.connections.opened").functionCounter().count())
        .isEqualTo(5);
    assertThat(registry.get("deploycast.connections.reused").functionCounter().count())
        .isEqualTo(2);
  }

  private static String kind(Meter meter) {
    return switch (meter.getId().getType()) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case TIMER -> "timer";
      default -> "other";
    };
  }
}
