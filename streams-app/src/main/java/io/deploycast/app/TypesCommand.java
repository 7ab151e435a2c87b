package io.deploycast.app;

import io.deploycast.app.target.TargetType;
import io.deploycast.app.target.TargetTypes;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Lists the target types. */
@Command(
    name = "types",
    description = "Lists the target types: name, product, and which are experimental.",
    mixinStandardHelpOptions = true,
    subcommands = ShowTypeCommand.class)
final class TypesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "A configuration, for the types of your own beside it.")
  private @Nullable Path config;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    TargetTypes types = types();
    types.problems().forEach(spec.commandLine().getErr()::println);
    int width = types.names().stream().mapToInt(String::length).max().orElse(0);
    for (String name : types.names()) {
      TargetType type = types.find(name).orElseThrow();
      String mark = type.experimental() ? " (experimental)" : "";
      out.printf("%-" + width + "s  %s%s%n", name, type.title(), mark);
    }
  }

  TargetTypes types() {
    return config == null ? TargetTypes.shipped() : TargetTypes.beside(config);
  }
}
