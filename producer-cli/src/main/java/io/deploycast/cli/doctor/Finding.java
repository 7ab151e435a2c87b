package io.deploycast.cli.doctor;

import io.deploycast.cli.ExitCode;

/**
 * The answer to one question.
 *
 * @param check what was looked at
 * @param seen what was found
 * @param advice what to do about it; empty when there is nothing to do
 * @param exitCode what the command ends with when it is {@link Level#FAILED}
 */
public record Finding(Level level, String check, String seen, String advice, ExitCode exitCode) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARNING,
    FAILED
  }

  static Finding ok(String check, String seen) {
    return new Finding(Level.OK, check, seen, "", ExitCode.ACKNOWLEDGED);
  }

  static Finding warning(String check, String seen, String advice) {
    return new Finding(Level.WARNING, check, seen, advice, ExitCode.ACKNOWLEDGED);
  }

  static Finding failed(String check, String seen, String advice, ExitCode exitCode) {
    return new Finding(Level.FAILED, check, seen, advice, exitCode);
  }
}
