package io.deploycast.app.admin.board;

import io.deploycast.schema.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The latest deployments and the recorded ends of their deliveries. Bounded in number and in
 * memory: the oldest leave first. An event announced again under its id takes the place of the
 * earlier one. Thread-safe.
 */
public final class DeploymentWindow {
  /** Most deployments kept: more than anybody scrolls through. */
  public static final int CAPACITY = 10_000;

  /** Most memory for their texts, in bytes: a twentieth of the heap of a large installation. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  /** Receipts kept of events that were not read yet: partitions are not read in step. */
  private static final int MOST_EARLY = 5_000;

  /** Most values offered for a filter. */
  private static final int MOST_CHOICES = 500;

  private final NavigableMap<Position, Deployment> byPosition = new TreeMap<>();
  private final Map<String, Deployment> byId = new HashMap<>();
  private final Map<String, Map<String, RecordedEnd>> ends = new HashMap<>();
  private final Map<String, Map<String, RecordedEnd>> early = new LinkedHashMap<>();
  private long bytes;

  /**
   * A page of deployments, newest first.
   *
   * @param matching how many there are of them, on all pages
   * @param next where the next page begins, or null when this is the last
   */
  public record Page(List<DeploymentEntry> entries, int matching, @Nullable Position next) {}

  synchronized void add(Deployment deployment) {
    Deployment earlier = byId.put(deployment.id(), deployment);
    if (earlier != null) {
      byPosition.remove(earlier.position());
      bytes -= earlier.size();
    }
    byPosition.put(deployment.position(), deployment);
    bytes += deployment.size();
    Map<String, RecordedEnd> known = early.remove(deployment.id());
    if (known != null) {
      ends.computeIfAbsent(deployment.id(), id -> new HashMap<>()).putAll(known);
    }
    while (byPosition.size() > CAPACITY || bytes > MOST_BYTES) {
      Deployment oldest = byPosition.pollFirstEntry().getValue();
      bytes -= oldest.size();
      byId.remove(oldest.id());
      ends.remove(oldest.id());
    }
  }

  synchronized void add(Receipt receipt) {
    boolean isHere = byId.containsKey(receipt.eventId());
    (isHere ? ends : early)
        .computeIfAbsent(receipt.eventId(), id -> new HashMap<>(4))
        .put(receipt.target().intern(), RecordedEnd.of(receipt));
    if (early.size() > MOST_EARLY) {
      early.remove(early.keySet().iterator().next());
    }
  }

  /** The deployment of that event; empty when it is not, or no longer, here. */
  public synchronized Optional<DeploymentEntry> find(String eventId) {
    return Optional.ofNullable(byId.get(eventId)).map(it -> entry(it).ofThisMoment());
  }

  /**
   * A page of those that fulfil a condition, which is asked under this window's lock.
   *
   * @param before where the page begins: after this one; null for the newest
   */
  public synchronized Page page(
      Predicate<DeploymentEntry> wanted, @Nullable Position before, int most) {
    List<DeploymentEntry> page = new ArrayList<>();
    int matching = 0;
    boolean more = false;
    for (Deployment deployment : byPosition.descendingMap().values()) {
      DeploymentEntry entry = entry(deployment);
      if (!wanted.test(entry)) {
        continue;
      }
      matching++;
      if (before == null || deployment.position().compareTo(before) < 0) {
        if (page.size() < most) {
          page.add(entry.ofThisMoment());
        } else {
          more = true;
        }
      }
    }
    Position next = more ? page.get(page.size() - 1).deployment().position() : null;
    return new Page(page, matching, next);
  }

  /** The values that a property has, in order; {@code -} stands for none. */
  public synchronized SortedSet<String> valuesOf(String property) {
    SortedSet<String> values = new TreeSet<>();
    for (Deployment deployment : byPosition.descendingMap().values()) {
      String text = deployment.text(property);
      values.add(text == null ? "-" : text);
      if (values.size() >= MOST_CHOICES) {
        break;
      }
    }
    return values;
  }

  public synchronized int size() {
    return byPosition.size();
  }

  /** Time of the oldest one's record; empty without any. */
  synchronized Optional<Long> oldestMillis() {
    return byPosition.isEmpty()
        ? Optional.empty()
        : Optional.of(byPosition.firstKey().timeMillis());
  }

  synchronized void clear() {
    byPosition.clear();
    byId.clear();
    ends.clear();
    early.clear();
    bytes = 0;
  }

  private DeploymentEntry entry(Deployment deployment) {
    return new DeploymentEntry(deployment, ends.getOrDefault(deployment.id(), Map.of()));
  }
}
