package io.deploycast.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
  private Surroundings.Input input = new Surroundings.Input(InputStream.nullInputStream(), false);

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

  public CommandLineRun reading(String text) {
    input =
        new Surroundings.Input(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), false);
    return this;
  }

  /** Standard input is a terminal at which nobody types. */
  public CommandLineRun atTerminal() {
    InputStream silent =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("waited for a person");
          }
        };
    input = new Surroundings.Input(silent, true);
    return this;
  }

  public Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            environment,
            InstantSource.fixed(NOW),
            () -> ZoneId.of(zone),
            System.nanoTime(),
            input,
            new PrintWriter(out),
            new PrintWriter(err),
            false);
    int exitCode = Main.run(arguments, surroundings);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
