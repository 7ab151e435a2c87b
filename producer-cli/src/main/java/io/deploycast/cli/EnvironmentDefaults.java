package io.deploycast.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that is not given has the value of its environment variable: {@code --command-config}
 * that of {@code DEPLOYCAST_COMMAND_CONFIG}; and without one, that of the context. An empty
 * variable counts as unset, as CI systems export many.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "DEPLOYCAST_";

  private final Map<String, String> environment;
  private final Map<String, String> context;

  /**
   * Defaults.
   *
   * @param context option name without dashes → value
   */
  EnvironmentDefaults(Map<String, String> environment, Map<String, String> context) {
    this.environment = environment;
    this.context = context;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variableOf(option.longestName()));
    return value == null || value.isEmpty() ? context.get(bare(option.longestName())) : value;
  }

  static String variableOf(String option) {
    return PREFIX + bare(option).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The name without its dashes. */
  static String bare(String option) {
    return option.replaceFirst("^-+", "");
  }
}
