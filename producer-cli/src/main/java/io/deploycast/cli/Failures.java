package io.deploycast.cli;

import io.deploycast.cli.kafka.KafkaFailures;
import io.deploycast.cli.kafka.RegistryProperties;
import io.deploycast.schema.InvalidEventException;
import io.deploycast.schema.registry.RegistryException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The one place where exceptions become words and exit codes. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    FailedException failed = failureOf(error);
    OptionSpec option = command.getCommandSpec().findOption("--best-effort");
    boolean bestEffort = option != null && Boolean.TRUE.equals(option.getValue());
    String prefix = bestEffort ? "warning: " : "";
    command.getErr().println("deploycast: " + prefix + failed.getMessage());
    return bestEffort && failed.exitCode() != ExitCode.USAGE
        ? ExitCode.ACKNOWLEDGED.code()
        : failed.exitCode().code();
  }

  private static FailedException failureOf(Exception error) {
    if (error instanceof FailedException failed) {
      return failed;
    }
    if (error instanceof InvalidEventException invalid) {
      return new FailedException(ExitCode.INVALID, "invalid event: " + invalid.violation());
    }
    if (error instanceof KafkaException kafka) {
      return KafkaFailures.failureOf(kafka);
    }
    if (error instanceof RegistryException registry) {
      return RegistryProperties.failureOf(registry);
    }
    return new FailedException(ExitCode.INTERNAL, "unexpected error: " + error);
  }
}
