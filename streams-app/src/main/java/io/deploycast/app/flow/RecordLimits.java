package io.deploycast.app.flow;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What record sizes topics take. A record that is too large kills the stream thread when it is
 * sent, and again after each restart; so sizes are checked before.
 *
 * @param maxBytes {@code max.message.bytes} by topic
 */
public record RecordLimits(Map<String, Integer> maxBytes) {
  /** A record batch without records, format v2. */
  private static final int BATCH_OVERHEAD = 61;

  /**
   * Length, attributes, time and offset deltas, key and value lengths, header count, at their
   * widest.
   */
  private static final int RECORD_OVERHEAD = 36;

  /** Two lengths of at most five bytes. */
  private static final int HEADER_OVERHEAD = 10;

  public RecordLimits {
    maxBytes = Map.copyOf(maxBytes);
  }

  /** Whether the topic takes the message; true for a topic whose limit is not known. */
  public boolean fits(String topic, Message message) {
    Integer limit = maxBytes.get(topic);
    return limit == null || sizeOf(message) <= limit;
  }

  /** The largest of the limits, which a producer has to allow; 0 when there are none. */
  public int largest() {
    return maxBytes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Upper bound of an uncompressed batch with just this record, in bytes. */
  static long sizeOf(Message message) {
    long size = BATCH_OVERHEAD + RECORD_OVERHEAD;
    size += message.key() == null ? 0 : message.key().length;
    size += message.value() == null ? 0 : message.value().length;
    return size + sizeOf(message.headers());
  }

  private static long sizeOf(Headers headers) {
    long size = 0;
    for (Header header : headers) {
      size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length;
      size += header.value() == null ? 0 : header.value().length;
    }
    return size;
  }
}
