package io.deploycast.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the program gets from outside.
 *
 * @param zone the local time zone; not looked up unless a time was given without one, as its rules
 *     take longer to read than all that is given
 * @param startedNanos {@code System.nanoTime()} at which the process began, from which time-outs
 *     count
 * @param in standard input, and whether a person types it
 * @param err standard error, and whether a person looks at it
 */
public record Surroundings(
    Map<String, String> environment,
    InstantSource clock,
    Supplier<ZoneId> zone,
    long startedNanos,
    Input in,
    PrintWriter out,
    PrintWriter err,
    boolean errIsTerminal) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Nothing to read, and nobody looking. */
  public Surroundings(
      Map<String, String> environment,
      InstantSource clock,
      Supplier<ZoneId> zone,
      long startedNanos,
      PrintWriter out,
      PrintWriter err) {
    this(
        environment,
        clock,
        zone,
        startedNanos,
        new Input(InputStream.nullInputStream(), false),
        out,
        err,
        false);
  }

  /**
   * Standard input.
   *
   * @param isTerminal whether reading it would wait for a person
   */
  public record Input(InputStream stream, boolean isTerminal) {}
}
