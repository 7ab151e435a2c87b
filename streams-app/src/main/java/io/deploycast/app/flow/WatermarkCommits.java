package io.deploycast.app.flow;

import io.deploycast.app.flow.finished.FinishedOffsets;
import io.deploycast.app.flow.finished.OffsetMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is committed of a target's partitions: positions lowered to the watermark, and in their
 * metadata what is finished above it. Belongs to the stream thread.
 *
 * @see "docs/decisions/012-finished-above-the-watermark.md"
 */
final class WatermarkCommits {
  private static final Logger LOG = LoggerFactory.getLogger(WatermarkCommits.class);

  private final TargetFlow flow;

  /** Characters of metadata that the broker takes with an offset, as far as is known. */
  private int longestMetadata = OffsetMetadata.LONGEST;

  WatermarkCommits(TargetFlow flow) {
    this.flow = flow;
  }

  /** A position to commit, and what is finished above it. */
  record Commit(OffsetAndMetadata position, FinishedOffsets above) {
    OffsetAndMetadata withMetadata(int longest) {
      return new OffsetAndMetadata(
          position.offset(),
          position.leaderEpoch(),
          OffsetMetadata.join(position.metadata(), position.offset(), above, longest));
    }
  }

  /**
   * What Streams' positions come to, only where the watermark, or what is finished above it, has
   * moved. Streams has flushed what was forwarded from these partitions.
   */
  Map<TopicPartition, Commit> lowered(Map<TopicPartition, OffsetAndMetadata> positions) {
    Map<TopicPartition, Commit> moved = new HashMap<>();
    positions.keySet().forEach(it -> flow.of(it).ifPresent(PartitionFlow::confirmForwarded));
    positions.forEach(
        (partition, position) ->
            flow.of(partition)
                .flatMap(it -> lowered(it, position))
                .ifPresent(commit -> moved.put(partition, commit)));
    return moved;
  }

  private static Optional<Commit> lowered(PartitionFlow flow, OffsetAndMetadata position) {
    FinishedOffsets finished = flow.ahead().all();
    long lowest = flow.window().lowestUnfinished().orElse(position.offset());
    OffsetAndMetadata commit =
        lowest >= position.offset()
            ? position
            // Without a leader epoch: the position's own may be younger than this offset's record.
            : new OffsetAndMetadata(lowest, Optional.empty(), position.metadata());
    FinishedOffsets above = finished.from(commit.offset());
    boolean moved =
        commit.offset() > flow.committed()
            || (commit.offset() == flow.committed() && !flow.ahead().isCommitted(above));
    return moved ? Optional.of(new Commit(commit, above)) : Optional.empty();
  }

  /**
   * What has ended in partitions that are given away since Streams last saw something to commit.
   * Not where something was forwarded since Streams' last commit: after an error it gives
   * partitions away without a flush, and nobody knows whether Kafka has what was forwarded.
   */
  Map<TopicPartition, Commit> finished(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Commit> finished = new HashMap<>();
    for (TopicPartition partition : partitions) {
      flow.of(partition)
          .filter(PartitionFlow::isConfirmed)
          .flatMap(WatermarkCommits::uncommitted)
          .ifPresent(commit -> finished.put(partition, commit));
    }
    return finished;
  }

  private static Optional<Commit> uncommitted(PartitionFlow flow) {
    FinishedOffsets finished = flow.ahead().all();
    long watermark = flow.window().watermark();
    FinishedOffsets above = finished.from(watermark);
    return flow.hasCommitted(watermark, above)
        ? Optional.empty()
        : Optional.of(new Commit(new OffsetAndMetadata(watermark), above));
  }

  /**
   * Makes the commits, if there are any.
   *
   * @param send has the brokers keep them, or throws
   */
  void make(
      Map<TopicPartition, Commit> commits, Consumer<Map<TopicPartition, OffsetAndMetadata>> send) {
    if (commits.isEmpty()) {
      return;
    }
    try {
      send.accept(withMetadata(commits));
    } catch (OffsetMetadataTooLarge e) {
      // It would be refused for ever, and each refusal takes the stream thread.
      longestMetadata = 0;
      LOG.atWarn()
          .log(
              "the brokers keep less than {} characters beside an offset"
                  + " (offset.metadata.max.bytes): a crash will repeat more",
              OffsetMetadata.LONGEST);
      send.accept(withMetadata(commits));
    }
    commits.forEach(
        (partition, commit) ->
            flow.of(partition)
                .ifPresent(it -> it.committed(commit.position().offset(), commit.above())));
  }

  private Map<TopicPartition, OffsetAndMetadata> withMetadata(Map<TopicPartition, Commit> commits) {
    Map<TopicPartition, OffsetAndMetadata> full = new HashMap<>();
    commits.forEach(
        (partition, commit) -> full.put(partition, commit.withMetadata(longestMetadata)));
    return full;
  }

  /**
   * Streams asks for commits before it opens their partitions: keeps what an earlier owner has
   * finished above them, and leaves to Streams what is its own.
   */
  Map<TopicPartition, OffsetAndMetadata> resumed(Map<TopicPartition, OffsetAndMetadata> commits) {
    Map<TopicPartition, OffsetAndMetadata> ofStreams = new HashMap<>(commits);
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : ofStreams.entrySet()) {
      OffsetAndMetadata commit = entry.getValue();
      if (commit != null) {
        String metadata = commit.metadata();
        flow.resume(
            entry.getKey(), commit.offset(), OffsetMetadata.finished(metadata, commit.offset()));
        entry.setValue(
            new OffsetAndMetadata(
                commit.offset(), commit.leaderEpoch(), OffsetMetadata.ofStreams(metadata)));
      }
    }
    return ofStreams;
  }
}
