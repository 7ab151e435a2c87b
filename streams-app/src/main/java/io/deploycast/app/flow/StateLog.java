package io.deploycast.app.flow;

import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.delivery.TargetState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one line for each change of a target's state; a refusal is an error, since it needs a
 * person.
 */
public final class StateLog implements TargetHealth.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

  private final String target;

  public StateLog(String target) {
    this.target = target;
  }

  @Override
  public void changed(TargetState state, String error) {
    LOG.atLevel(levelOf(state))
        .addKeyValue("target", target)
        .addKeyValue("state", state)
        .addKeyValue("error", error)
        .log(wordsFor(state));
  }

  private static Level levelOf(TargetState state) {
    return switch (state) {
      case RUNNING, PAUSED -> Level.INFO;
      case THROTTLED, DOWN, BLOCKED -> Level.WARN;
      case REFUSED -> Level.ERROR;
    };
  }

  private static String wordsFor(TargetState state) {
    return switch (state) {
      case RUNNING -> "target answers again; its events flow";
      case PAUSED -> "target is paused; its events wait until somebody resumes it";
      case THROTTLED -> "target asks for a pause; its events wait";
      case DOWN -> "target is down; its events wait, and it is probed";
      case BLOCKED -> "the way to the target is blocked on our side; its events wait";
      case REFUSED ->
          "target refuses us; its events wait until its credentials or address are right";
    };
  }
}
