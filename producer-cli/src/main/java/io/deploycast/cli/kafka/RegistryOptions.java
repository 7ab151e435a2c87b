package io.deploycast.cli.kafka;

import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which schema registry. All else about it stands in the properties file, under the names of the
 * field's clients.
 */
public final class RegistryOptions {
  private static final String NAME = "--schema-registry";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = NAME,
      paramLabel = "URL",
      description =
          "Schema registry with the Confluent REST API, several separated by commas; values are"
              + " then framed with a schema id. Credentials and TLS: --command-config.")
  private @Nullable String url;

  /** The properties with the registry's address, if one is given. */
  public Map<String, Object> addTo(Map<String, Object> properties) {
    if (url == null) {
      return properties;
    }
    boolean onCommandLine = spec.commandLine().getParseResult().hasMatchedOption(NAME);
    if (onCommandLine && url.contains("@")) {
      spec.commandLine()
          .getErr()
          .println(
              "warning: --schema-registry holds a password that 'ps' shows; put"
                  + " basic.auth.user.info into --command-config");
    }
    Map<String, Object> all = new HashMap<>(properties);
    all.put(RegistryProperties.URL, url);
    return all;
  }

  /**
   * The same for a command that can do nothing without a registry.
   *
   * @throws FailedException when none is given
   */
  public Map<String, Object> requiredIn(Map<String, Object> properties) {
    Map<String, Object> all = addTo(properties);
    if (!all.containsKey(RegistryProperties.URL)) {
      throw new FailedException(
          ExitCode.USAGE, "--schema-registry is required, such as http://localhost:8081");
    }
    return all;
  }
}
