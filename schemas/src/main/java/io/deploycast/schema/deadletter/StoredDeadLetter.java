package io.deploycast.schema.deadletter;

import io.deploycast.schema.ControlHeaders;
import io.deploycast.schema.DeadLetter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with what a redrive needs beside its facts.
 *
 * @param partition where it stands in the dead-letter topic
 * @param headers as they stand there
 */
public record StoredDeadLetter(DeadLetter letter, int partition, Headers headers) {
  static Optional<StoredDeadLetter> read(ConsumerRecord<byte[], byte[]> record) {
    return DeadLetter.read(record)
        .map(letter -> new StoredDeadLetter(letter, record.partition(), record.headers()));
  }

  /** The key of the record as it first stood; null when it had none. */
  byte @Nullable [] originalKey() {
    Header key = headers.lastHeader(ControlHeaders.KEY);
    return key == null ? null : key.value();
  }

  /** The producer's own headers, and those that say what is redriven. */
  Headers redriveHeaders() {
    Headers redriven = new RecordHeaders(headers.toArray());
    ControlHeaders.removeAll(redriven);
    ControlHeaders.replace(redriven, ControlHeaders.ORIGIN, letter.origin().toString());
    ControlHeaders.replace(
        redriven, ControlHeaders.REDRIVE, Integer.toString(letter.redrives() + 1));
    ControlHeaders.replace(redriven, ControlHeaders.DEAD_LETTER, letter.key());
    return redriven;
  }
}
