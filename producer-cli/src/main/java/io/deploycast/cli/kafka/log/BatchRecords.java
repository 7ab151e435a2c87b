package io.deploycast.cli.kafka.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.CloseableIterator;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition in an answer to a fetch, without their headers: an event has seven,
 * and to unpack them takes longer than all the rest. The form is that of <a
 * href="https://kafka.apache.org/documentation/#recordbatch">Kafka's record batches</a>. Not
 * thread-safe.
 */
final class BatchRecords {
  private final TopicPartition partition;
  private final BufferSupplier unpacking;
  private final long mostUnpacked;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  /** What was packed takes so much now. */
  private long unpacked;

  /** The offset after the last batch that was read. */
  private long position;

  /**
   * None yet.
   *
   * @param position of the first record that is wanted
   * @param unpacking lends the memory that unpacking takes, which is more than a small batch
   * @param mostUnpacked how many bytes a packed batch may become; once so many came of several, the
   *     rest is left for later
   */
  BatchRecords(
      TopicPartition partition, long position, BufferSupplier unpacking, long mostUnpacked) {
    this.partition = partition;
    this.position = position;
    this.unpacking = unpacking;
    this.mostUnpacked = mostUnpacked;
  }

  /**
   * Reads what was fetched. When that fails, {@link #position} and {@link #all} are those of the
   * batches before.
   *
   * @throws RuntimeException when a batch is damaged, becomes too much, or is of a form that is no
   *     longer written
   */
  void read(MemoryRecords fetched) {
    ByteBuffer bytes = fetched.buffer();
    int at = bytes.position();
    int whole = 0;
    try {
      for (RecordBatch batch : fetched.batches()) {
        batch.ensureValid();
        if (!batch.isControlBatch()) {
          read((DefaultRecordBatch) batch, bytes.position(at));
        }
        at += batch.sizeInBytes();
        position = Math.max(position, batch.nextOffset());
        whole = records.size();
        if (unpacked >= mostUnpacked) {
          return;
        }
      }
    } finally {
      records.subList(whole, records.size()).clear();
    }
  }

  long position() {
    return position;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  List<ConsumerRecord<byte[], byte[]>> all() {
    return Collections.unmodifiableList(records);
  }

  private void read(DefaultRecordBatch batch, ByteBuffer bytes) {
    if (batch.compressionType() == CompressionType.NONE) {
      bytes.position(bytes.position() + DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
      for (int i = batch.countOrNull(); i > 0; i--) {
        read(batch, bytes, ByteUtils.readVarint(bytes));
      }
    } else {
      unpack(batch);
    }
  }

  /** One record of that many bytes; the headers are at its end. */
  private void read(DefaultRecordBatch batch, ByteBuffer bytes, int size) {
    int end = bytes.position() + size;
    bytes.get();
    long time = batch.baseTimestamp() + ByteUtils.readVarlong(bytes);
    long offset = batch.baseOffset() + ByteUtils.readVarint(bytes);
    if (offset >= position) {
      add(batch, offset, time, sized(bytes), sized(bytes));
    }
    bytes.position(end);
  }

  private static byte @Nullable [] sized(ByteBuffer bytes) {
    return Utils.toNullableArray(Utils.readBytes(bytes, ByteUtils.readVarint(bytes)));
  }

  /** What is packed is unpacked headers and all: one comes behind the other in it. */
  private void unpack(DefaultRecordBatch batch) {
    long most = unpacked + mostUnpacked;
    try (CloseableIterator<Record> all = batch.streamingIterator(unpacking)) {
      while (all.hasNext()) {
        Record record = all.next();
        if (record.offset() >= position) {
          unpacked += Lane.OVERHEAD_BYTES + record.keySize() + record.valueSize();
          if (unpacked > most) {
            throw new RecordTooLargeException("a batch of more than " + mostUnpacked + " bytes");
          }
          add(
              batch,
              record.offset(),
              record.timestamp(),
              Utils.toNullableArray(record.key()),
              Utils.toNullableArray(record.value()));
        }
      }
    }
  }

  private void add(
      DefaultRecordBatch batch,
      long offset,
      long created,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    boolean appended = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    records.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            appended ? batch.maxTimestamp() : created,
            batch.timestampType(),
            key == null ? ConsumerRecord.NULL_SIZE : key.length,
            value == null ? ConsumerRecord.NULL_SIZE : value.length,
            key,
            value,
            RecordSource.NO_HEADERS,
            Optional.empty()));
  }
}
