package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.it.guarantee.Guarantee;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Retry topics are read now and then only while the log is busy. */
@Isolated("looks at moments")
class BusyLogIT {
  private static final int PER_SECOND = 100;

  /** Long enough for failures after the retry topics were left alone, and for their retries. */
  private static final int COUNT = 30 * PER_SECOND;

  private static final int FAILS = 60;

  /** The shortest delay of a topic that is not read all the time. */
  private static final Duration DELAY = Duration.ofSeconds(10);

  /** Less than a topic that is left alone while something in it is due would be. */
  private static final Duration LATE = Duration.ofMillis(500);

  @Test
  @Tag("nightly")
  void retriesAreInTimeBesideALogThatIsBusyAllTheTime() throws Exception {
    try (Installation installation = Installation.onSharedBroker("busy-log")) {
      SimulatedTarget target =
          SimulatedTarget.start(
              Behaviour.chosenBy(
                  arrival ->
                      Reply.status(
                          arrival.attempt() == 1 && arrival.number() % FAILS == 0 ? 500 : 200)));
      installation.target("one", target);
      String yaml = installation.yaml("retry: [ { delay: 10s, attempts: 3 } ]");
      try (AppProcess app = AppProcess.startReady(yaml);
          Load load = Load.start(installation, COUNT, PER_SECOND)) {
        load.await();
        installation.awaitAllDelivered(Duration.ofSeconds(40));

        assertThat(lateness(target)).hasSizeGreaterThan(COUNT / FAILS / 2).allMatch(this::isInTime);
        installation
            .verdict("one", List.of(), DELAY)
            .expect(Guarantee.NOTHING_MISSING, Guarantee.NOTHING_REPEATED, Guarantee.NOTHING_EARLY);
        assertThat(app.isAlive()).isTrue();
      }
    }
  }

  private boolean isInTime(Duration late) {
    return late.compareTo(LATE) < 0;
  }

  /** From when a retry could be expected to when it came. */
  private static List<Duration> lateness(SimulatedTarget target) {
    List<Duration> late = new ArrayList<>();
    for (RecordedRequest again : target.requests()) {
      if (again.attempt() == 2) {
        RecordedRequest first = target.requestsFor(again.eventId()).get(0);
        late.add(Duration.ofNanos(again.arrivedNanos() - first.arrivedNanos()).minus(DELAY));
      }
    }
    return late;
  }
}
