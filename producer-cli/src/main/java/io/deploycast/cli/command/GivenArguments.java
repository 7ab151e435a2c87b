package io.deploycast.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Rules about what may stand on a command line that picocli has no words for. */
record GivenArguments(CommandSpec spec) {
  /** An empty value is a variable that was not set, so a mistake. */
  void refuseEmptyValues() {
    for (ArgSpec argument : spec.commandLine().getParseResult().matchedArgs()) {
      boolean empty =
          argument.originalStringValues().stream().anyMatch(String::isEmpty)
              || argument.stringValues().stream().anyMatch(String::isEmpty);
      if (empty) {
        throw new ParameterException(
            spec.commandLine(), nameOf(argument) + " must not be empty; leave it out instead");
      }
    }
  }

  /**
   * Refuses positional parameters and every option of these mixins, as that option has said it all.
   *
   * @param but one that may be given
   */
  void refuseMixinsWith(String option, List<String> mixins, String but) {
    List<ArgSpec> refused = new ArrayList<>(spec.positionalParameters());
    spec.mixins()
        .forEach(
            (name, mixin) -> {
              if (mixins.contains(name)) {
                refused.addAll(mixin.options());
              }
            });
    for (ArgSpec argument : spec.commandLine().getParseResult().matchedArgs()) {
      if (refused.contains(argument) && !nameOf(argument).equals(but)) {
        throw new ParameterException(
            spec.commandLine(), nameOf(argument) + " must not be given together with " + option);
      }
    }
  }

  private static String nameOf(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
