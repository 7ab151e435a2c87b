package io.deploycast.sandbox.demo;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;

/**
 * A simulated monitoring tool of the demo.
 *
 * @param name the target's name
 * @param description how it behaves, for people
 */
record Tool(String name, String description, SimulatedTarget target) implements AutoCloseable {
  /** Long enough to see events wait, short enough for the retries of the demo's policy. */
  private static final Duration OUTAGE = Duration.ofSeconds(12);

  private static final Duration SLOW = Duration.ofSeconds(2);

  /** One that is well, one that is slow, one that is flaky, and one that is down for a while. */
  static List<Tool> startAll() {
    return List.of(
        start("healthy", "answers at once", Behaviour.ok()),
        start("slow", "answers after 2 s", Behaviour.latency(SLOW)),
        start("flaky", "every third answer is 503", Behaviour.everyNth(3, 503)),
        start("down", "down for 12 s, then back", Behaviour.ok()));
  }

  private static Tool start(String name, String description, Behaviour behaviour) {
    return new Tool(name, description, SimulatedTarget.start(behaviour));
  }

  /** Begins the outage; the tool comes back by itself. */
  void goDown() {
    target.behave(Behaviour.downFor(OUTAGE, Behaviour.ok()));
  }

  @Override
  public void close() {
    target.close();
  }
}
