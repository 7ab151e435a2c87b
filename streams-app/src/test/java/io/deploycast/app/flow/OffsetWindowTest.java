package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OffsetWindowTest {
  private final OffsetWindow window = new OffsetWindow();

  @Test
  void hasNoWatermarkBeforeAnythingWasRead() {
    assertThat(window.watermark()).isEqualTo(-1);
    assertThat(window.lowestUnfinished()).isEmpty();
  }

  @Test
  void staysAtTheLowestUnfinishedOffset() {
    window.register(10, 0);
    long second = window.register(11, 0);
    long third = window.register(12, 0);

    window.finish(third);
    window.finish(second);

    assertThat(window.watermark()).isEqualTo(10);
    assertThat(window.size()).isEqualTo(3);
  }

  @Test
  void passesEverythingFinishedAtOnce() {
    long first = window.register(10, 0);
    long second = window.register(11, 0);
    window.register(12, 0);

    window.finish(second);
    window.finish(first);

    assertThat(window.watermark()).isEqualTo(12);
  }

  @Test
  void standsBehindTheLastOffsetWhenAllIsFinished() {
    window.finish(window.register(10, 0));
    window.finish(window.register(41, 0));

    assertThat(window.watermark()).isEqualTo(42);
    assertThat(window.lowestUnfinished()).isEmpty();
    assertThat(window.size()).isZero();
  }

  @Test
  void takesGapsAsTheyCome() {
    long first = window.register(10, 0);
    window.register(17, 0);

    window.finish(first);

    assertThat(window.watermark()).isEqualTo(17);
  }

  @Test
  void refusesAnOffsetThatWasRead() {
    window.register(10, 0);

    assertThatThrownBy(() -> window.register(10, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("offsets of a partition must ascend, was 10 after 10");
  }

  @Test
  void doesNotMindBeingFinishedTwice() {
    long first = window.register(10, 0);
    window.register(11, 0);
    window.finish(first);
    window.finish(first);

    assertThat(window.watermark()).isEqualTo(11);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Against the obvious model: a sorted map of what is open. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverPassesAnUnfinishedOffsetWhateverTheOrder(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, Long> open = new TreeMap<>();
    long offset = random.nextInt(1_000);
    for (int step = 0; step < 2_000; step++) {
      if (open.isEmpty() || random.nextInt(100) < 55) {
        offset += 1 + (random.nextInt(10) == 0 ? random.nextInt(50) : 0);
        open.put(offset, window.register(offset, 0));
      } else {
        List<Long> offsets = new ArrayList<>(open.keySet());
        Collections.shuffle(offsets, random);
        window.finish(open.remove(offsets.get(0)));
      }
      long expected = open.isEmpty() ? offset + 1 : open.firstKey();
      assertThat(window.watermark()).isEqualTo(expected);
    }
  }
}
