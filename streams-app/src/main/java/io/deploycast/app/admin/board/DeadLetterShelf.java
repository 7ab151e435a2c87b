package io.deploycast.app.admin.board;

import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.DeadLetterGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that stand in the topic now, without their values. Bounded: the oldest leave
 * first, and are said to be missing. Thread-safe.
 */
public final class DeadLetterShelf {
  /** Most dead letters kept; with so many nobody looks at each. */
  public static final int CAPACITY = 10_000;

  private final Map<String, ShelvedLetter> byKey = new HashMap<>();
  private final NavigableMap<Position, ShelvedLetter> byPosition = new TreeMap<>();
  private boolean truncated;

  /**
   * A page of dead letters, newest first.
   *
   * @param matching how many there are of them, on all pages
   * @param next where the next page begins, or null when this is the last
   */
  public record Page(List<ShelvedLetter> letters, int matching, @Nullable Position next) {}

  synchronized void put(ShelvedLetter letter) {
    remove(letter.facts().key());
    byKey.put(letter.facts().key(), letter);
    byPosition.put(letter.position(), letter);
    if (byPosition.size() > CAPACITY) {
      byKey.remove(byPosition.pollFirstEntry().getValue().facts().key());
      truncated = true;
    }
  }

  synchronized void remove(String key) {
    ShelvedLetter gone = byKey.remove(key);
    if (gone != null) {
      byPosition.remove(gone.position());
    }
  }

  public synchronized Optional<ShelvedLetter> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** All that fulfil a condition, newest first. */
  public synchronized List<ShelvedLetter> all(Predicate<ShelvedLetter> wanted) {
    return byPosition.descendingMap().values().stream().filter(wanted).toList();
  }

  /**
   * A page of those that fulfil a condition.
   *
   * @param before where the page begins: after this one; null for the newest
   */
  public synchronized Page page(
      Predicate<ShelvedLetter> wanted, @Nullable Position before, int most) {
    List<ShelvedLetter> matching = all(wanted);
    List<ShelvedLetter> rest =
        matching.stream()
            .filter(it -> before == null || it.position().compareTo(before) < 0)
            .toList();
    List<ShelvedLetter> page = rest.subList(0, Math.min(most, rest.size()));
    Position next = rest.size() > most ? page.get(page.size() - 1).position() : null;
    return new Page(List.copyOf(page), matching.size(), next);
  }

  /** The groups of those that fulfil a condition, the largest first. */
  public synchronized List<DeadLetterGroup> groups(Predicate<ShelvedLetter> wanted) {
    Map<List<Object>, DeadLetterGroup> groups = new LinkedHashMap<>();
    for (ShelvedLetter shelved : byPosition.values()) {
      if (wanted.test(shelved)) {
        DeadLetter letter = shelved.facts();
        String status = DeadLetterFilter.statusOf(letter);
        groups.merge(
            List.of(letter.target(), letter.reason(), status),
            new DeadLetterGroup(
                letter.target(),
                letter.reason(),
                status,
                1,
                letter.failedAt(),
                letter.failedAt(),
                letter.error()),
            DeadLetterShelf::withNewer);
      }
    }
    List<DeadLetterGroup> sorted = new ArrayList<>(groups.values());
    sorted.sort(Comparator.comparingInt(DeadLetterGroup::count).reversed());
    return sorted;
  }

  private static DeadLetterGroup withNewer(DeadLetterGroup group, DeadLetterGroup one) {
    return new DeadLetterGroup(
        group.target(),
        group.reason(),
        group.status(),
        group.count() + 1,
        group.oldest(),
        one.newest(),
        one.error());
  }

  /** How many there are of each target. */
  public synchronized Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    byKey.values().forEach(it -> counts.merge(it.facts().target(), 1, Integer::sum));
    return counts;
  }

  /** Whether older ones were left out for want of room. */
  public synchronized boolean isTruncated() {
    return truncated;
  }

  synchronized void clear() {
    byKey.clear();
    byPosition.clear();
    truncated = false;
  }
}
