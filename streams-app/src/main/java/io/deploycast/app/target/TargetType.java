package io.deploycast.app.target;

import io.deploycast.app.config.ParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A product that can be told of deployments, as its file describes it.
 *
 * @param title the product's name for people
 * @param doc page of the vendor that describes the API
 * @param source where the facts in the file come from
 * @param experimental whether some of them were never verified
 * @param maxAge how long after a deployment the product still takes its event; empty for ever
 * @param when jq filter of targets that have none of their own, or null for every event
 * @param parameters what a target of this type can be given
 * @param steps requests of one attempt, in order; at least one
 */
public record TargetType(
    String name,
    String title,
    String doc,
    String source,
    boolean experimental,
    Optional<Duration> maxAge,
    @Nullable String when,
    List<ParameterSpec> parameters,
    List<StepSpec> steps) {
  public TargetType {
    parameters = List.copyOf(parameters);
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a target type must have at least one step");
    }
  }
}
