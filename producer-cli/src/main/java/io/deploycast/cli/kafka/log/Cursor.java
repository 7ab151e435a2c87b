package io.deploycast.cli.kafka.log;

import org.apache.kafka.common.TopicPartition;

/** How far a partition is fetched. Not thread-safe. */
final class Cursor {
  private final TopicPartition partition;

  /** The offset before which it is fetched. */
  private final long end;

  private long position;
  private boolean paused;

  /** Whether an answer is still to come. */
  private boolean asked;

  /**
   * At the first offset that is wanted.
   *
   * @param end the offset before which it is fetched
   */
  Cursor(TopicPartition partition, long position, long end) {
    this.partition = partition;
    this.position = position;
    this.end = end;
  }

  TopicPartition partition() {
    return partition;
  }

  long position() {
    return position;
  }

  void moveTo(long offset) {
    position = offset;
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean paused) {
    this.paused = paused;
  }

  void setAsked(boolean asked) {
    this.asked = asked;
  }

  /** Whether it is fetched up to its end. */
  boolean isRead() {
    return position >= end;
  }

  /** Whether to ask for more of it now. */
  boolean isWanted() {
    return !asked && !paused && !isRead();
  }
}
