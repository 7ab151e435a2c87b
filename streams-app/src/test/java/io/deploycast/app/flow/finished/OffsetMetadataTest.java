package io.deploycast.app.flow.finished;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.apache.kafka.streams.processor.internals.ProcessorMetadata;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetMetadataTest {
  private static final long NOW = 1_767_225_600_000L;

  /** What Streams itself writes. */
  private static final String STREAMS =
      new TopicPartitionMetadata(NOW, new ProcessorMetadata()).encode();

  private static FinishedOffsets offsets(long... offsets) {
    FinishedOffsets.Builder builder = new FinishedOffsets.Builder();
    for (long offset : offsets) {
      builder.add(offset, offset + 1);
    }
    return builder.build(NOW);
  }

  /** Each of the offsets above the first, with that chance in percent. */
  private static FinishedOffsets some(Random random, long above, int count, int percent) {
    return offsets(
        LongStream.range(above + 1, above + 1 + count)
            .filter(it -> random.nextInt(100) < percent)
            .toArray());
  }

  private static String join(long committed, FinishedOffsets finished) {
    return OffsetMetadata.join(STREAMS, committed, finished, OffsetMetadata.LONGEST);
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsWhateverIsFinishedInAWindow(long seed) {
    Random random = new Random(seed);
    long committed = random.nextLong(1L << (1 + random.nextInt(50)));
    // The window holds its partition at 10,000, to which come a poll and what Streams has buffered.
    FinishedOffsets finished =
        some(random, committed, random.nextInt(11_500), 1 + random.nextInt(100));

    String metadata = join(committed, finished);

    assertThat(metadata.length()).isLessThanOrEqualTo(4_096);
    assertThat(OffsetMetadata.ofStreams(metadata)).isEqualTo(STREAMS);
    FinishedOffsets read = OffsetMetadata.finished(metadata, committed);
    assertThat(read.sameOffsets(finished)).isTrue();
    assertThat(read.newest()).isEqualTo(finished.newest());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsTheLowestOfWhatDoesNotFit(long seed) {
    Random random = new Random(seed);
    int longest = STREAMS.length() + random.nextInt(400);
    FinishedOffsets finished = some(random, 41, 3_000, 40);

    String metadata = OffsetMetadata.join(STREAMS, 41, finished, longest);

    assertThat(metadata.length()).isLessThanOrEqualTo(longest);
    assertThat(OffsetMetadata.ofStreams(metadata)).isEqualTo(STREAMS);
    FinishedOffsets read = OffsetMetadata.finished(metadata, 41);
    assertThat(read.sameOffsets(finished.lowest(read.runs()))).isTrue();
    assertThat(read.runs()).isLessThan(finished.runs());
    if (longest > STREAMS.length() + 200) {
      assertThat(read.count()).as("of " + finished.count()).isGreaterThan(200);
    }
  }

  @Test
  void takesLittleSpaceForTheUsualCases() {
    FinishedOffsets allButTheFirst = new FinishedOffsets.Builder().add(1_001, 9_000).build(NOW);
    FinishedOffsets everyOther = offsets(LongStream.range(0, 5_000).map(i -> 2 * i + 1).toArray());

    assertThat(join(1_000, allButTheFirst).length() - STREAMS.length()).isLessThan(40);
    assertThat(join(0, everyOther).length() - STREAMS.length()).isLessThan(100);
  }

  @Test
  void keepsOffsetsThatAreFarApart() {
    FinishedOffsets far = offsets(7, 8, 4_000_000_000L, Long.MAX_VALUE - 1);

    assertThat(OffsetMetadata.finished(join(5, far), 5)).hasToString(far.toString());
  }

  @Test
  void leavesTheMetadataOfStreamsAloneWhenNothingIsFinishedAbove() {
    assertThat(join(5, FinishedOffsets.NONE)).isEqualTo(STREAMS);
    assertThat(OffsetMetadata.join(STREAMS, 5, offsets(7), 0)).isEqualTo(STREAMS);
  }

  /** As a version does that knows nothing of it: Streams gets to see the whole. */
  @Test
  void costsAVersionWithoutItNoMoreThanThePartitionTime() {
    TopicPartitionMetadata seen = TopicPartitionMetadata.decode(join(5, offsets(7, 8)));

    assertThat(seen.partitionTime()).isEqualTo(-1);
    assertThat(TopicPartitionMetadata.decode(STREAMS).partitionTime()).isEqualTo(NOW);
  }

  @Test
  void appliesOnlyToTheOffsetItWasCommittedWith() {
    assertThat(OffsetMetadata.finished(join(5, offsets(7)), 6).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set by hand",
        "AgAA|other/1:AAAA",
        "AgAA|finished/",
        "AgAA|finished/2:BQ",
        "AgAA|finished/1:",
        "AgAA|finished/1:%%%",
        "AgAA|finished/1:BQ",
        "AgAA|finished/1:BQAJ",
        "AgAA|finished/1:BQABAAAA",
        "AgAA|finished/1:BQAAAAA",
        "AgAA|finished/1:BQAA__________9_AQ",
      })
  void findsNothingInMetadataOfOthersAndOfLaterVersions(String metadata) {
    assertThat(OffsetMetadata.finished(metadata, 5).isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void survivesWhateverStandsThere(long seed) {
    Random random = new Random(seed);
    String whole = join(5, some(random, 5, 200, 50));
    byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
    String broken =
        new String(bytes, 0, 1 + random.nextInt(bytes.length), StandardCharsets.ISO_8859_1);

    FinishedOffsets read = OffsetMetadata.finished(broken, 5);

    // No longer what it was, but never anything at or below the commit.
    assertThat(read.from(6).count()).isEqualTo(read.count());
  }

  @Test
  void refusesABitmapThatInflatesWithoutEnd() {
    byte[] zeros = new byte[4 * 1024 * 1024];
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(zeros);
    deflater.finish();
    byte[] packed = new byte[16 * 1024];
    int length = deflater.deflate(packed);
    deflater.end();
    byte[] all = new byte[length + 3];
    System.arraycopy(new byte[] {5, 0, 1}, 0, all, 0, 3);
    System.arraycopy(packed, 0, all, 3, length);
    String metadata = "|finished/1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);

    assertThat(OffsetMetadata.finished(metadata, 5).isEmpty()).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void knowsItsOffsets(long seed) {
    Random random = new Random(seed);
    FinishedOffsets finished = some(random, 0, 300, 30);
    BitSet model = new BitSet();
    LongStream.range(0, 400)
        .filter(it -> finished.contains(it, NOW))
        .forEach(it -> model.set((int) it));
    long cut = random.nextInt(310);

    assertThat(model.cardinality()).isEqualTo((int) finished.count());
    FinishedOffsets rest = finished.from(cut);
    for (int offset = 0; offset < 400; offset++) {
      assertThat(rest.contains(offset, NOW)).isEqualTo(model.get(offset) && offset >= cut);
    }
    assertThat(finished.toString())
        .isEqualTo(offsets(model.stream().asLongStream().toArray()).toString());
  }

  @Test
  void meansNoRecordThatIsYoungerOrHasNoTime() {
    FinishedOffsets finished = offsets(7);

    assertThat(finished.contains(7, NOW)).isTrue();
    assertThat(finished.contains(7, NOW + 1)).isFalse();
    assertThat(finished.contains(7, 0)).isFalse();
  }
}
