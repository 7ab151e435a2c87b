package io.deploycast.app.target;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A target's requests, secrets and all, for somebody who measures or compares them rather than send
 * them. Compiled once; thread-safe.
 */
public final class RequestRenderer {
  private final CompiledTarget target;

  private RequestRenderer(CompiledTarget target) {
    this.target = target;
  }

  /**
   * Compiles a target.
   *
   * @throws IllegalArgumentException when the configuration was not one that {@code ConfigLoader}
   *     accepted
   */
  public static RequestRenderer of(TargetTypes types, TargetConfig config) {
    try {
      return new RequestRenderer(
          CompiledTarget.of(types.find(config.type()).orElseThrow(), config));
    } catch (TemplateException e) {
      throw new IllegalArgumentException("target '" + config.name() + "' cannot be compiled", e);
    }
  }

  /**
   * The requests of one attempt, in order.
   *
   * @param now signed into them
   * @throws TemplateException when a template fails on this event
   */
  public List<HttpCall> render(ReceivedEvent event, int attempt, Instant now)
      throws TemplateException {
    List<HttpCall> calls = new ArrayList<>(target.steps().size());
    for (CompiledTarget.Step step : target.steps()) {
      calls.add(step.template().render(event, attempt, now, step.parts()));
    }
    return calls;
  }
}
