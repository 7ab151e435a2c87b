package io.deploycast.cli.kafka.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.Crc32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches as brokers send them, read without the records' headers. */
final class BatchRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("deployments", 3);

  /** In a batch: where its checksum stands, what it covers, and how many records there are. */
  private static final int CRC_AT = 17;

  private static final int ATTRIBUTES_AT = 21;
  private static final int COUNT_AT = 57;

  /** What history uses of a record; a null text stands for a null. */
  private record Read(long offset, long time, @Nullable String key, @Nullable String value) {
    static Read of(ConsumerRecord<byte[], byte[]> record) {
      assertThat(record.topic()).isEqualTo(PARTITION.topic());
      assertThat(record.partition()).isEqualTo(PARTITION.partition());
      assertThat(record.serializedKeySize()).isEqualTo(sizeOf(record.key()));
      assertThat(record.serializedValueSize()).isEqualTo(sizeOf(record.value()));
      return new Read(
          record.offset(), record.timestamp(), text(record.key()), text(record.value()));
    }

    static Read of(Record record) {
      return new Read(
          record.offset(),
          record.timestamp(),
          text(bytes(record.key())),
          text(bytes(record.value())));
    }

    private static int sizeOf(byte @Nullable [] bytes) {
      return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
      return bytes == null ? null : Arrays.toString(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
      if (buffer == null) {
        return null;
      }
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
  }

  private static BatchRecords records(long position, long mostUnpacked) {
    return new BatchRecords(PARTITION, position, BufferSupplier.create(), mostUnpacked);
  }

  private static List<Read> read(BatchRecords records) {
    return records.all().stream().map(Read::of).toList();
  }

  /** A batch of so many records, at every second offset, some with no key, no value, no header. */
  private static MemoryRecords batch(
      Random random, CompressionType type, TimestampType times, long first, int count) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 10),
            RecordBatch.CURRENT_MAGIC_VALUE,
            Compression.of(type).build(),
            times,
            first,
            1_700_000_000_000L + random.nextInt(1_000));
    for (int i = 0; i < count; i++) {
      Header[] headers = new Header[random.nextInt(4)];
      Arrays.setAll(headers, it -> new RecordHeader("ce_" + it, bytes(random, 300)));
      builder.appendWithOffset(
          first + 2L * i,
          1_600_000_000_000L + random.nextInt(100_000) - 50_000,
          bytes(random, 20),
          bytes(random, 500),
          headers);
    }
    return builder.build();
  }

  private static byte @Nullable [] bytes(Random random, int most) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static MemoryRecords together(MemoryRecords... all) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Arrays.stream(all).mapToInt(MemoryRecords::sizeInBytes).sum());
    Arrays.stream(all).map(MemoryRecords::buffer).forEach(bytes::put);
    return MemoryRecords.readableRecords(bytes.flip());
  }

  private static MemoryRecords plain(long first, String... values) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 10), Compression.NONE, TimestampType.CREATE_TIME, first);
    for (String value : values) {
      builder.append(1L, "-".getBytes(UTF_8), value.getBytes(UTF_8));
    }
    return builder.build();
  }

  private static List<Long> offsets(BatchRecords records) {
    return records.all().stream().map(ConsumerRecord::offset).toList();
  }

  static Stream<Arguments> forms() {
    return Arrays.stream(CompressionType.values())
        .flatMap(
            type ->
                Stream.of(TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME)
                    .map(times -> Arguments.of(type, times)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsWhatKafkaReadsFromAnyOffsetOn(CompressionType type, TimestampType times) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      MemoryRecords fetched =
          together(
              batch(random, type, times, 10, 1 + random.nextInt(20)),
              batch(random, type, times, 60, 1 + random.nextInt(20)));
      long from = random.nextInt(100);
      List<Read> expected = new ArrayList<>();
      fetched.records().forEach(it -> expected.add(Read.of(it)));
      expected.removeIf(it -> it.offset() < from);

      BatchRecords records = records(from, Long.MAX_VALUE / 2);
      records.read(fetched);

      assertThat(read(records)).as("seed %d", seed).isEqualTo(expected);
      assertThat(records.all()).allMatch(it -> it.timestampType() == times);
      assertThat(records.all()).allMatch(it -> it.headers().toArray().length == 0);
    }
  }

  @Test
  void passesTheEndsOfTransactions() {
    BatchRecords records = records(0, Long.MAX_VALUE / 2);
    records.read(
        together(
            plain(0, "a"),
            MemoryRecords.withEndTransactionMarker(
                1, 1L, 0, 7L, (short) 0, new EndTransactionMarker(ControlRecordType.COMMIT, 0)),
            plain(2, "b")));

    assertThat(offsets(records)).containsExactly(0L, 2L);
    assertThat(records.position()).isEqualTo(3);
  }

  @Test
  void leavesABatchForLaterOfWhichOnlyTheBeginningCame() {
    MemoryRecords fetched = together(plain(0, "a", "b"), plain(2, "c"));
    ByteBuffer cut = fetched.buffer();
    cut.limit(cut.limit() - 1);

    BatchRecords records = records(0, Long.MAX_VALUE / 2);
    records.read(MemoryRecords.readableRecords(cut));

    assertThat(offsets(records)).containsExactly(0L, 1L);
    assertThat(records.position()).isEqualTo(2);
  }

  @Test
  void keepsTheBatchesBeforeADamagedOne() {
    MemoryRecords before = plain(0, "a", "b");
    MemoryRecords damaged = plain(2, "c");
    ByteBuffer bytes = damaged.buffer();
    bytes.put(bytes.limit() - 1, (byte) 9);

    BatchRecords records = records(1, Long.MAX_VALUE / 2);
    MemoryRecords fetched = together(before, damaged);
    assertThatThrownBy(() -> records.read(fetched)).isInstanceOf(CorruptRecordException.class);

    assertThat(offsets(records)).containsExactly(1L);
    assertThat(records.position()).isEqualTo(2);
  }

  @Test
  void givesNothingOfABatchThatHasFewerRecordsThanItSays() {
    MemoryRecords before = plain(0, "a");
    MemoryRecords boastful = plain(1, "b", "c");
    ByteBuffer bytes = boastful.buffer();
    bytes.putInt(COUNT_AT, 3);
    bytes.putInt(CRC_AT, (int) Crc32C.compute(bytes, ATTRIBUTES_AT, bytes.limit() - ATTRIBUTES_AT));

    BatchRecords records = records(0, Long.MAX_VALUE / 2);
    MemoryRecords fetched = together(before, boastful);
    assertThatThrownBy(() -> records.read(fetched)).isInstanceOf(RuntimeException.class);

    assertThat(offsets(records)).containsExactly(0L);
    assertThat(records.position()).isEqualTo(1);
  }

  @Test
  void leavesTheRestForLaterOnceEnoughIsUnpacked() {
    MemoryRecords fetched = together(packed(0, 1_000), packed(1, 1_000), packed(2, 1_000));

    BatchRecords records = records(0, 2_000);
    records.read(fetched);

    assertThat(offsets(records)).containsExactly(0L, 1L);
    assertThat(records.position()).isEqualTo(2);
  }

  @Test
  void givesNothingOfABatchThatBecomesTooMuch() {
    MemoryRecords fetched = together(plain(0, "a"), packed(1, 1_000, 1_000_000));
    assertThat(fetched.sizeInBytes()).isLessThan(20_000);

    BatchRecords records = records(0, 500_000);
    assertThatThrownBy(() -> records.read(fetched)).isInstanceOf(RecordTooLargeException.class);

    assertThat(offsets(records)).containsExactly(0L);
    assertThat(records.position()).isEqualTo(1);
  }

  /** A batch of values of these sizes. */
  private static MemoryRecords packed(long first, int... sizes) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 10),
            Compression.of(CompressionType.ZSTD).build(),
            TimestampType.CREATE_TIME,
            first);
    Arrays.stream(sizes).forEach(it -> builder.append(1L, null, new byte[it]));
    return builder.build();
  }

  @Test
  void readsNoFormOfBeforeKafka011() {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 10),
            RecordBatch.MAGIC_VALUE_V1,
            Compression.NONE,
            TimestampType.CREATE_TIME,
            0);
    builder.append(1L, "-".getBytes(UTF_8), "a".getBytes(UTF_8));
    MemoryRecords fetched = builder.build();

    BatchRecords records = records(0, Long.MAX_VALUE / 2);
    assertThatThrownBy(() -> records.read(fetched)).isInstanceOf(RuntimeException.class);

    assertThat(records.isEmpty()).isTrue();
    assertThat(records.position()).isZero();
  }
}
