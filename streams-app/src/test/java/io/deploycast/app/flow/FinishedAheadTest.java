package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.flow.finished.OffsetMetadata;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From one life to the next through what is committed. */
class FinishedAheadTest {
  private static final TopicPartition PARTITION = new TopicPartition("deployments", 0);
  private static final String STREAMS = "AgAAAZt3OwAAAAAAAA==";

  /** What the group's offset is between two lives. */
  private OffsetAndMetadata stored = new OffsetAndMetadata(0, STREAMS);

  private final List<OffsetAndMetadata> sent = new ArrayList<>();

  /** It is never given anything. */
  private static Dispatcher dispatcher() {
    return new Dispatcher(
        new BrokenTarget(),
        new TargetHealth(1, new Random(1), (state, error) -> {}),
        Pace.of(null),
        DeliveryListener.NONE,
        InstantSource.system(),
        System::nanoTime);
  }

  /** One life of a consumer: it resumes what is stored, reads on and commits. */
  private final class Life {
    final TargetFlow target = new TargetFlow(dispatcher(), EndLog.NONE, DeliveryListener.NONE);
    final WatermarkCommits commits = new WatermarkCommits(target);
    final PartitionFlow flow;
    final Map<Long, Long> open = new HashMap<>();
    long position;

    Life() {
      OffsetAndMetadata ofStreams = commits.resumed(Map.of(PARTITION, stored)).get(PARTITION);
      assertThat(ofStreams.metadata()).isIn(STREAMS, "");
      position = ofStreams.offset();
      flow = target.open(PARTITION);
    }

    /**
     * Reads the next record, which was written at that time; says whether it is to be delivered.
     */
    boolean read(long offset, long written) {
      OptionalLong slot = flow.take(offset, 0, written);
      slot.ifPresent(it -> open.put(offset, it));
      position = offset + 1;
      return slot.isPresent();
    }

    boolean read(long offset) {
      return read(offset, 1_000 + offset);
    }

    void finish(long offset) {
      flow.window().finish(open.remove(offset));
    }

    void commit() {
      commits.make(
          commits.lowered(Map.of(PARTITION, new OffsetAndMetadata(position, STREAMS))),
          offsets -> {
            stored = offsets.get(PARTITION);
            sent.add(stored);
          });
    }
  }

  private Life readUpTo(int end) {
    Life life = new Life();
    for (int offset = 0; offset < end; offset++) {
      life.read(offset);
    }
    return life;
  }

  /** Ten records were read, the first two are open, and that is committed. */
  private void leaveAllButTwoFinished() {
    Life life = readUpTo(10);
    LongStream.range(2, 10).forEach(life::finish);
    life.commit();
  }

  @Test
  void passesOverWhatWasFinishedAboveTheCommit() {
    Life first = readUpTo(10);
    first.finish(0);
    LongStream.range(3, 9).forEach(first::finish);
    first.commit();
    assertThat(stored.offset()).isEqualTo(1);

    Life second = new Life();
    List<Long> delivered = LongStream.range(1, 10).filter(second::read).boxed().toList();

    assertThat(delivered).containsExactly(1L, 2L, 9L);
    second.finish(1);
    second.finish(2);
    assertThat(second.flow.window().watermark()).isEqualTo(9);
  }

  @Test
  void commitsAlsoWhenOnlyThatHasMoved() {
    Life life = readUpTo(10);
    life.commit();
    life.commit();
    assertThat(sent).hasSize(1);
    life.finish(5);
    life.commit();
    assertThat(sent).hasSize(2);
    assertThat(stored.offset()).isZero();
    life.read(10);
    life.commit();
    assertThat(sent).hasSize(2);
  }

  @Test
  void keepsWhatASecondLifeHasNotReadYet() {
    leaveAllButTwoFinished();

    Life second = new Life();
    assertThat(second.flow.finishedUnread()).isEqualTo(8);
    second.commit();
    second.read(0);
    second.read(1);
    second.read(2);
    second.finish(0);
    second.commit();
    assertThat(second.flow.finishedUnread()).isEqualTo(7);
    second.finish(1);
    second.commit();
    assertThat(stored.offset()).isEqualTo(3);

    Life third = new Life();
    assertThat(LongStream.range(3, 12).filter(third::read)).containsExactly(10L, 11L);
  }

  @Test
  void appliesNothingToALogThatWasMadeAnew() {
    leaveAllButTwoFinished();

    Life second = new Life();

    assertThat(LongStream.range(0, 10).filter(it -> second.read(it, 5_000 + it)).count())
        .isEqualTo(10);
  }

  @Test
  void appliesNothingWhenTheLogEndsBeforeTheCommit() {
    Life first = readUpTo(20);
    LongStream.range(0, 10).forEach(first::finish);
    LongStream.range(12, 20).forEach(first::finish);
    first.commit();
    assertThat(stored.offset()).isEqualTo(10);

    Life second = new Life();

    assertThat(LongStream.range(0, 20).filter(it -> second.read(it, 1)).count()).isEqualTo(20);
  }

  @Test
  void deliversEverythingAgainAfterARewind() {
    Life first = readUpTo(10);
    first.finish(0);
    LongStream.range(2, 10).forEach(first::finish);
    first.commit();

    // As every tool writes it: an offset and no metadata.
    stored = new OffsetAndMetadata(0);
    Life second = new Life();

    assertThat(LongStream.range(0, 10).filter(second::read).count()).isEqualTo(10);
  }

  @Test
  void isCommittedOnlyWithWhatIsFinishedAbove() {
    Life life = readUpTo(3);
    life.commit();
    assertThat(life.flow.isCommitted()).isTrue();
    life.finish(1);
    assertThat(life.flow.isCommitted()).isFalse();
    assertThat(life.commits.finished(Set.of(PARTITION)).get(PARTITION).above()).hasToString("[1]");
    life.commit();
    assertThat(life.flow.isCommitted()).isTrue();
  }

  @Test
  void givesAwayAPartitionWithoutACommitWhereThereIsNothingNew() {
    stored = new OffsetAndMetadata(0, "");
    assertThat(new Life().commits.finished(Set.of(PARTITION))).isEmpty();

    leaveAllButTwoFinished();
    Life second = new Life();
    assertThat(second.commits.finished(Set.of(PARTITION))).isEmpty();
    second.read(0);
    second.finish(0);
    assertThat(second.commits.finished(Set.of(PARTITION)).get(PARTITION).position().offset())
        .isEqualTo(1);
  }

  @Test
  void commitsWithoutItWhereBrokersKeepLess() {
    Life life = readUpTo(10);
    life.finish(5);

    life.commits.make(
        life.commits.lowered(Map.of(PARTITION, new OffsetAndMetadata(10, STREAMS))),
        offsets -> {
          if (offsets.get(PARTITION).metadata().length() > STREAMS.length()) {
            throw new OffsetMetadataTooLarge("as a broker says it");
          }
          stored = offsets.get(PARTITION);
        });

    assertThat(stored.metadata()).isEqualTo(STREAMS);
    assertThat(life.flow.isCommitted()).isTrue();
    life.finish(6);
    life.commit();
    assertThat(stored.metadata()).isEqualTo(STREAMS);
  }

  @Test
  void losesNothingWhenTheLowestEndsWhileACommitIsMade() throws Exception {
    for (int round = 0; round < 500; round++) {
      stored = new OffsetAndMetadata(0, STREAMS);
      Life life = readUpTo(200);
      LongStream.range(1, 200).forEach(life::finish);
      CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> life.finish(0));
      while (stored.offset() < 200) {
        life.commit();
        long ahead = OffsetMetadata.finished(stored.metadata(), stored.offset()).count();
        assertThat(stored.offset() + ahead).isGreaterThanOrEqualTo(199);
      }
      ending.get();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /** Kills at random moments: what was finished at a commit is never delivered again. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void repeatsNothingThatWasCommittedAndLosesNothing(long seed) {
    Random random = new Random(seed);
    List<Long> log = new ArrayList<>();
    for (long offset = 0; log.size() < 300; offset += random.nextInt(8) == 0 ? 3 : 1) {
      log.add(offset);
    }
    Set<Long> kept = new HashSet<>();
    for (int life = 0; kept.size() < log.size(); life++) {
      assertThat(life).isLessThan(300);
      live(new Life(), log, random, kept);
    }
  }

  /**
   * Reads, finishes and commits as chance has it, then is killed.
   *
   * @param kept what is finished and committed
   */
  private void live(Life life, List<Long> log, Random random, Set<Long> kept) {
    long begin = life.position;
    Iterator<Long> unread = log.stream().filter(it -> it >= begin).iterator();
    Set<Long> ended = new HashSet<>();
    for (int step = random.nextInt(400); step > 0; step--) {
      int what = random.nextInt(100);
      if (what < 50 && unread.hasNext()) {
        long offset = unread.next();
        assertThat(life.read(offset)).as("offset %d", offset).isEqualTo(!kept.contains(offset));
      } else if (what < 97 && !life.open.isEmpty()) {
        List<Long> open = new ArrayList<>(new TreeSet<>(life.open.keySet()));
        // The lowest is slow.
        long next = open.get(random.nextInt(20) == 0 ? 0 : random.nextInt(open.size()));
        life.finish(next);
        ended.add(next);
      } else {
        life.commit();
        kept.addAll(ended);
        assertThat(log.stream().filter(it -> it < stored.offset())).allMatch(kept::contains);
      }
    }
  }
}
