package io.deploycast.cli.report;

import java.util.Comparator;

/**
 * What is deployed where.
 *
 * @param service its name; empty when events name none
 * @param environment likewise
 */
public record Place(String service, String environment) implements Comparable<Place> {
  private static final Comparator<Place> BY_NAME =
      Comparator.comparing(Place::service).thenComparing(Place::environment);

  @Override
  public int compareTo(Place other) {
    return BY_NAME.compare(this, other);
  }
}
