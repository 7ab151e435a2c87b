package io.deploycast.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the program gets from outside.
 *
 * @param startedNanos {@code System.nanoTime()} at which the process began, from which time-outs
 *     count
 */
public record Surroundings(
    Map<String, String> environment,
    InstantSource clock,
    ZoneId zone,
    long startedNanos,
    PrintWriter out,
    PrintWriter err) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
