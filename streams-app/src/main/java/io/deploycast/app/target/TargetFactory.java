package io.deploycast.app.target;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.http.Calls;
import io.deploycast.app.http.Deadlines;
import io.deploycast.app.http.TargetHttpClient;
import io.deploycast.app.http.auth.ClientCredentials;
import io.deploycast.app.http.auth.TokenCalls;
import io.deploycast.schema.jq.TemplateException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes targets. One for the whole process: its targets share the timer of their deadlines. Not
 * thread-safe; close the targets first.
 */
public final class TargetFactory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetFactory.class);

  /** Enough to see which template fails and how. */
  private static final int MAX_ERROR = 300;

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
    return create(config, AnswerWatch.NONE);
  }

  /** The same, for somebody who wants to see its answers. */
  public Target create(TargetConfig config, AnswerWatch watch) {
    return create(types, config, watch);
  }

  /** The same with types that were read later. */
  public Target create(TargetTypes types, TargetConfig config) {
    return create(types, config, AnswerWatch.NONE);
  }

  private Target create(TargetTypes types, TargetConfig config, AnswerWatch watch) {
    TargetType type =
        types
            .find(config.type())
            .orElseThrow(
                () -> new IllegalArgumentException("no target type '" + config.type() + "'"));
    try {
      CompiledTarget compiled = CompiledTarget.of(type, config);
      TargetHttpClient client =
          new TargetHttpClient(
              config.name().text(),
              Connections.of(config),
              userAgent,
              deadlines,
              compiled.mask(),
              addresses,
              clock);
      Duration maxAge = config.maxAge() == null ? type.maxAge().orElse(null) : config.maxAge();
      ClientCredentials oauth = Credentials.of(config.connection().auth()).tokens();
      Calls calls = oauth == null ? client : new TokenCalls(client, oauth, compiled.mask());
      warnIfUnverified(config);
      return new ConfiguredTarget(compiled, calls, config.timeout(), maxAge, clock, watch);
    } catch (TemplateException e) {
      throw new IllegalArgumentException(
          "target '%s': %s"
              .formatted(
                  config.name(),
                  CompiledTarget.mask(config).excerpt(String.valueOf(e.getMessage()), MAX_ERROR)),
          e);
    }
  }

  private static void warnIfUnverified(TargetConfig config) {
    if (!config.connection().tls().verify()) {
      LOG.atWarn()
          .addKeyValue("target", config.name())
          .log("the target's certificate is NOT verified: anybody between can read and change it");
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
