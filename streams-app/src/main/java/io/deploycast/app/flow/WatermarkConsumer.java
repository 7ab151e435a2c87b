package io.deploycast.app.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main consumer of a target's Kafka Streams instance. Three things differ from its parent: a
 * commit never passes the watermark, a poll waits no longer than the next due moment, and
 * partitions that the engine holds stay paused whatever Streams resumes.
 *
 * <p>Like its parent for one thread only: the stream thread.
 *
 * @see "docs/decisions/001-the-log-is-the-queue.md"
 */
public class WatermarkConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(WatermarkConsumer.class);

  /**
   * Longest poll while Streams waits for its tasks or queues: short beside what a person notices.
   */
  private static final Duration BRIEF = Duration.ofMillis(20);

  private final TargetFlow flow;
  private final WatermarkCommits commits;
  private final Duration settleBound;

  /** What Streams itself has paused: it fills up, or its tasks are not ready yet. */
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();

  /**
   * A consumer for one stream thread.
   *
   * @param settleBound how long calls in flight may hold up a rebalance
   */
  public WatermarkConsumer(Map<String, Object> config, TargetFlow flow, Duration settleBound) {
    super(withoutReset(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.flow = flow;
    this.commits = new WatermarkCommits(flow);
    this.settleBound = settleBound;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    long nanos = System.nanoTime();
    flow.startDue(nanos);
    applyHolds(flow.holds(nanos));
    Duration bound = flow.pollBound(timeout, nanos);
    // What Streams has paused, it is about to resume: its next turn must not wait.
    boolean brief = !pausedByStreams.isEmpty() && bound.compareTo(BRIEF) > 0;
    try {
      // Before the poll: what fails after it would lose the records.
      flow.withoutPosition().forEach(this::noteStart);
      ConsumerRecords<byte[], byte[]> records = super.poll(brief ? BRIEF : bound);
      long after = System.nanoTime();
      flow.polled(records, after);
      flow.startDue(after);
      return records;
    } catch (NoOffsetForPartitionException e) {
      // A new partition, or a retry topic that is read for the first time.
      seekToBeginning(e.partitions());
    } catch (OffsetOutOfRangeException e) {
      goToStart(e.offsetOutOfRangePartitions());
    }
    return ConsumerRecords.empty();
  }

  /** What is held from the start has a lag as well. */
  private void noteStart(PartitionFlow unread) {
    TopicPartition partition = unread.partition();
    if (assignment().contains(partition)) {
      try {
        unread.startsAt(position(partition, Duration.ZERO));
      } catch (TimeoutException e) {
        LOG.atDebug().addKeyValue("partition", partition).log("no position yet");
      }
    }
  }

  /** Goes on at the start of partitions whose positions are gone, and says what that skips. */
  private void goToStart(Map<TopicPartition, Long> positions) {
    beginningOffsets(positions.keySet())
        .forEach(
            (partition, start) -> {
              long position = positions.getOrDefault(partition, start);
              seek(partition, start);
              if (start > position) {
                flow.lost(start - position);
                report(partition, position, start, "deleted by retention before they were read");
              } else {
                report(partition, start, position, "read again: the topic ends before them");
              }
            });
  }

  private static void report(TopicPartition partition, long from, long to, String what) {
    LOG.atError()
        .addKeyValue("topic", partition.topic())
        .addKeyValue("partition", partition.partition())
        .addKeyValue("offset", from)
        .addKeyValue("until", to)
        .log("records were " + what);
  }

  /** A silent reset would jump over what retention has deleted. */
  private static Map<String, Object> withoutReset(Map<String, Object> config) {
    Map<String, Object> settings = new HashMap<>(config);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return settings;
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commits.make(commits.lowered(offsets), super::commitSync);
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    commits.make(commits.lowered(offsets), moved -> super.commitSync(moved, timeout));
  }

  @Override
  public void commitSync() {
    throw onlyNamedOffsets();
  }

  @Override
  public void commitSync(Duration timeout) {
    throw onlyNamedOffsets();
  }

  @Override
  public void commitAsync() {
    throw onlyNamedOffsets();
  }

  @Override
  public void commitAsync(OffsetCommitCallback callback) {
    throw onlyNamedOffsets();
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    throw onlyNamedOffsets();
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
    super.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    // Streams resumes after each record, be it paused or not.
    List<TopicPartition> again = partitions.stream().filter(pausedByStreams::remove).toList();
    if (!again.isEmpty()) {
      Holds.Moment holds = flow.holds(System.nanoTime());
      super.resume(again.stream().filter(partition -> !holds.on(partition, false)).toList());
    }
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    super.subscribe(topics, new FlowListener(listener));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return commits.resumed(super.committed(partitions));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    return commits.resumed(super.committed(partitions, timeout));
  }

  /** Brings the pauses in line with what is wanted now; a rebalance may have forgotten some. */
  private void applyHolds(Holds.Moment holds) {
    Set<TopicPartition> paused = paused();
    List<TopicPartition> hold = new ArrayList<>();
    List<TopicPartition> free = new ArrayList<>();
    for (TopicPartition partition : assignment()) {
      boolean wanted = holds.on(partition, pausedByStreams.contains(partition));
      if (wanted != paused.contains(partition)) {
        (wanted ? hold : free).add(partition);
      }
    }
    if (!hold.isEmpty()) {
      super.pause(hold);
    }
    if (!free.isEmpty()) {
      super.resume(free);
    }
  }

  private static UnsupportedOperationException onlyNamedOffsets() {
    return new UnsupportedOperationException("commits must name their offsets");
  }

  /** Lets a partition's calls end before Streams gives it away, and forgets it afterwards. */
  private final class FlowListener implements ConsumerRebalanceListener {
    private final ConsumerRebalanceListener streams;

    FlowListener(ConsumerRebalanceListener streams) {
      this.streams = streams;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.atInfo()
          .addKeyValue("group", groupMetadata().groupId())
          .addKeyValue("partitions", partitions.size())
          .log("partitions assigned");
      flow.assigned(partitions);
      streams.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      flow.settle(partitions, settleBound);
      streams.onPartitionsRevoked(partitions);
      commitFinished(partitions);
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
      streams.onPartitionsLost(partitions);
    }

    /** What ended after Streams last saw something to commit. */
    private void commitFinished(Collection<TopicPartition> partitions) {
      try {
        commits.make(commits.finished(partitions), WatermarkConsumer.super::commitSync);
      } catch (KafkaException e) {
        LOG.atWarn()
            .addKeyValue("error", e)
            .log("finished deliveries could not be committed at a rebalance and may be repeated");
      }
    }

    private void forget(Collection<TopicPartition> partitions) {
      flow.close(partitions);
      pausedByStreams.removeAll(Set.copyOf(partitions));
    }
  }
}
