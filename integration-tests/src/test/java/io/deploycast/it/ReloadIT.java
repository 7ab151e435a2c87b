package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The configuration changes while the service runs. */
class ReloadIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String DEFAULTS = "timeout: 3s, retry: [ { delay: 1s, attempts: 2 } ]";
  private static final String FAILED = "deploycast_config_reload_failed";
  private static final int COUNT = 1_000;
  private static final int PER_SECOND = 100;

  private final Installation installation = Installation.onSharedBroker("reload");

  @AfterEach
  void close() {
    installation.close();
  }

  private void startTargets(String... names) {
    for (String name : names) {
      installation.target(name, SimulatedTarget.start(Behaviour.latency(Duration.ofMillis(20))));
    }
  }

  private Set<String> delivered(String target) {
    return installation.target(target).deliveredIds();
  }

  private static Set<String> loaded() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < COUNT; i++) {
      ids.add(id("load", i));
    }
    return ids;
  }

  /** Three targets changed, one removed; the one that is new stands in the text already. */
  private static String changed(String yaml) {
    return yaml.replace("{ name: changed-1,", "{ name: changed-1, timeout: 2s,")
        .replace("{ name: changed-2,", "{ name: changed-2, concurrency: 8,")
        .replace("{ name: changed-3,", "{ name: changed-3, retry: [ { delay: 2s, attempts: 1 } ],")
        .replaceAll("(?m)^.*name: removed,.*\n", "");
  }

  @Test
  void addsChangesAndRemovesTargetsUnderLoadWithoutDisturbingTheOthers() throws Exception {
    List<String> staying = List.of("kept-1", "kept-2", "changed-1", "changed-2", "changed-3");
    startTargets(staying.toArray(String[]::new));
    startTargets("removed");
    try (AppProcess app = AppProcess.startReady(installation.yaml(DEFAULTS));
        Load load = Load.start(installation, COUNT, PER_SECOND)) {
      await().atMost(SOON).until(() -> load.published() > COUNT / 3);
      startTargets("added");
      app.reconfigure(changed(installation.yaml(DEFAULTS)));
      await().atMost(SOON).until(() -> app.log().contains("the configuration was reloaded"));
      load.await();

      for (String name : staying) {
        await(name).atMost(SOON).until(() -> delivered(name).containsAll(loaded()));
        installation
            .verdict(name, List.of())
            .expect(
                Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED, Guarantee.NO_DEAD_LETTER);
      }
      await().atMost(SOON).until(() -> delivered("added").containsAll(loaded()));
      assertThat(delivered("removed")).isNotEmpty().doesNotContain(id("load", COUNT - 1));
      assertThat(app.log())
          .contains("added=\"[added]\"")
          .contains("changed=\"[changed-1, changed-2, changed-3]\"")
          .contains("removed=\"[removed]\"");
      assertThat(app.health().body()).contains("\"added\"").doesNotContain("\"removed\"");
      assertThat(app.meter("deploycast_events_delivered_total", "changed-1")).isEqualTo(COUNT);
      await().atMost(SOON).until(() -> app.meter("deploycast_lag_events", "changed-1") == 0);
      assertThat(app.meter("deploycast_events_delivered_total", "removed")).isZero();
    }
  }

  @Test
  void keepsTheOldConfigurationWhenTheFileIsBadAndSaysSo() {
    startTargets("one");
    String good = installation.yaml(DEFAULTS);
    try (AppProcess app = AppProcess.startReady(good)) {
      app.reconfigure(good + "unknown: key\n");
      await().atMost(SOON).until(() -> app.meter(FAILED) == 1);
      assertThat(app.log()).contains("unknown").contains("the service goes on with the old one");
      installation.publish(event(id("after", 0), "shop"));
      await().atMost(SOON).until(() -> delivered("one").contains(id("after", 0)));

      app.reconfigure(good.replace("partitions: 3", "partitions: 4"));
      await().atMost(SOON).until(() -> app.log().contains("topics must stay as it is while"));
      assertThat(app.meter(FAILED)).isEqualTo(1);

      app.reconfigure(good);
      await().atMost(SOON).until(() -> app.meter(FAILED) == 0);
      assertThat(app.health().statusCode()).isEqualTo(200);
    }
  }
}
