package io.deploycast.it.guarantee;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was announced, in order, and what Kafka said to it. Thread-safe. */
public final class Ledger {
  /**
   * An event that was announced.
   *
   * @param nanos {@code System.nanoTime()} when it was handed to the producer
   */
  public record Line(String eventId, @Nullable String service, long nanos) {}

  private final List<Line> announced = new ArrayList<>();
  private final Set<String> acknowledged = new HashSet<>();

  public synchronized void announced(String eventId, @Nullable String service) {
    announced.add(new Line(eventId, service, System.nanoTime()));
  }

  public synchronized void acknowledged(String eventId) {
    acknowledged.add(eventId);
  }

  /** As if nothing had been announced so far. */
  public synchronized void forget() {
    announced.clear();
    acknowledged.clear();
  }

  /** Every event handed to the producer, whatever came of it. */
  public synchronized List<Line> announced() {
    return List.copyOf(announced);
  }

  /** The events that Kafka has for certain. */
  public synchronized Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }
}
