package io.deploycast.schema.deadletter;

import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.topic.TopicScan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the dead letters of an installation: of each key the last record counts, and a tombstone
 * means that there is none any more. Every call reads the whole topic, blocks meanwhile, and keeps
 * in memory only what was asked for. Thread-safe.
 */
public final class DeadLetters {
  private final DeadLetterAccess access;

  public DeadLetters(DeadLetterAccess access) {
    this.access = access;
  }

  /**
   * The dead letters that are meant, those given up first coming first.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public List<StoredDeadLetter> find(DeadLetterFilter filter) {
    List<StoredDeadLetter> found = new ArrayList<>(latest(filter, Function.identity()).values());
    found.sort(
        Comparator.comparing((StoredDeadLetter it) -> it.letter().failedAt())
            .thenComparing(it -> it.letter().key()));
    return found;
  }

  /**
   * The dead letters that are meant in groups, by target, reason and status.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   */
  public List<DeadLetterGroup> groups(DeadLetterFilter filter) {
    Map<Group, List<Entry>> groups =
        latest(filter, Entry::of).values().stream().collect(Collectors.groupingBy(Entry::group));
    List<DeadLetterGroup> all = new ArrayList<>();
    groups.forEach((group, entries) -> all.add(group.of(entries)));
    all.sort(
        Comparator.comparing(DeadLetterGroup::target)
            .thenComparing(DeadLetterGroup::reason)
            .thenComparing(DeadLetterGroup::status));
    return all;
  }

  private <T> Map<String, T> latest(DeadLetterFilter filter, Function<StoredDeadLetter, T> wanted) {
    Map<String, T> latest = new HashMap<>();
    new TopicScan(access.kafka(), access.patience())
        .all(access.topics().deadLetters(), record -> take(record, filter, wanted, latest));
    return latest;
  }

  private static <T> void take(
      ConsumerRecord<byte[], byte[]> record,
      DeadLetterFilter filter,
      Function<StoredDeadLetter, T> wanted,
      Map<String, T> latest) {
    if (record.key() == null) {
      return;
    }
    // Whatever stands there now, it takes the place of what stood there before.
    latest.remove(new String(record.key(), StandardCharsets.UTF_8));
    StoredDeadLetter.read(record)
        .filter(it -> filter.matches(it.letter()))
        .ifPresent(it -> latest.put(it.letter().key(), wanted.apply(it)));
  }

  private record Group(String target, DeadLetterReason reason, String status) {
    DeadLetterGroup of(List<Entry> entries) {
      Entry newest = entries.get(0);
      Instant oldest = newest.failedAt;
      for (Entry entry : entries) {
        newest = entry.failedAt.isAfter(newest.failedAt) ? entry : newest;
        oldest = entry.failedAt.isBefore(oldest) ? entry.failedAt : oldest;
      }
      return new DeadLetterGroup(
          target, reason, status, entries.size(), oldest, newest.failedAt, newest.error);
    }
  }

  /** What a group needs to know; the values are not kept. */
  private record Entry(Group group, Instant failedAt, String error) {
    static Entry of(StoredDeadLetter stored) {
      DeadLetter letter = stored.letter();
      return new Entry(
          new Group(letter.target(), letter.reason(), DeadLetterFilter.statusOf(letter)),
          letter.failedAt(),
          letter.error());
    }
  }
}
