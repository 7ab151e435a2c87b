package io.deploycast.cli.kafka.log;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Where the records of several partitions come from, each partition's in its order; without their
 * headers, which are many small objects, and would hold on to all of the fetch that they came with.
 */
interface RecordSource extends AutoCloseable {
  Headers NO_HEADERS = new RecordHeaders(List.of());

  /** What came; waits at most that long for the first of it. */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout);

  /** The offset from which on nothing of the partition came yet. */
  long position(TopicPartition partition);

  /** Lets a partition rest: at most what was asked for already still comes of it. */
  void pause(TopicPartition partition);

  /** Lets it go on. */
  void resume(TopicPartition partition);

  @Override
  void close();
}
