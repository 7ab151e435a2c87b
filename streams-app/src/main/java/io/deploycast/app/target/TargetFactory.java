package io.deploycast.app.target;

import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.http.Deadlines;
import io.deploycast.app.http.ResponseClassifier;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.TargetHttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes targets. One for the whole process: its targets share the timer of their deadlines. Not
 * thread-safe; close the targets first.
 */
public final class TargetFactory implements AutoCloseable {
  private final TargetTypes types;
  private final InstantSource clock;
  private final AddressRules addresses;
  private final String userAgent;
  private final Deadlines deadlines = new Deadlines();

  /**
   * @param clock signed into requests
   * @param addresses which may be called
   * @param version of this software, for the user agent
   */
  public TargetFactory(
      TargetTypes types, InstantSource clock, AddressRules addresses, String version) {
    this.types = types;
    this.clock = clock;
    this.addresses = addresses;
    this.userAgent = "deploycast/" + version;
  }

  /**
   * A target, ready to be called. Connects to nothing yet.
   *
   * @throws IllegalArgumentException when the configuration was not one that {@code ConfigLoader}
   *     accepted
   */
  public Target create(TargetConfig config) {
    TargetType type =
        types
            .find(config.type())
            .orElseThrow(
                () -> new IllegalArgumentException("no target type '" + config.type() + "'"));
    SecretMask mask = mask(config);
    try {
      TemplateVariables variables = new TemplateVariables(config.parameters());
      EventFilter filter = EventFilter.compile(config.when(), variables, mask);
      List<ConfiguredTarget.Step> steps = steps(type, config, variables);
      TargetHttpClient client =
          new TargetHttpClient(
              config.name().text(),
              config.concurrency(),
              userAgent,
              deadlines,
              mask,
              addresses,
              clock);
      return new ConfiguredTarget(
          steps, filter, client, mask, config.timeout(), config.maxAge(), clock);
    } catch (TemplateException e) {
      throw new IllegalArgumentException(
          "target '%s': %s"
              .formatted(config.name(), mask.excerpt(String.valueOf(e.getMessage()), 300)),
          e);
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }

  static List<ConfiguredTarget.Step> steps(
      TargetType type, TargetConfig config, TemplateVariables variables) throws TemplateException {
    List<ConfiguredTarget.Step> steps = new ArrayList<>();
    for (StepSpec spec : type.steps()) {
      steps.add(
          new ConfiguredTarget.Step(
              CallTemplate.compile(spec, config.parameters(), variables),
              new ResponseClassifier(spec.success())));
    }
    return steps;
  }

  static SecretMask mask(TargetConfig config) {
    return new SecretMask(
        config.parameters().values().stream()
            .flatMap(value -> value instanceof Secret s ? Stream.of(s.reveal()) : Stream.of())
            .toList());
  }
}
