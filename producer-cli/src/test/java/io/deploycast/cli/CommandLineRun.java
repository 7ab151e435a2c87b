package io.deploycast.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** The real command line, run in this JVM: arguments in, output, errors and exit code out. */
public final class CommandLineRun {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final Map<String, String> environment = new HashMap<>();
  private String zone = "Europe/Berlin";

  /** What a run came to. */
  public record Result(int exitCode, String out, String err) {}

  public CommandLineRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public CommandLineRun in(String zoneId) {
    zone = zoneId;
    return this;
  }

  public Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            environment,
            InstantSource.fixed(NOW),
            ZoneId.of(zone),
            System.nanoTime(),
            new PrintWriter(out),
            new PrintWriter(err));
    int exitCode = Main.run(arguments, surroundings);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
