package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightBoundTest {
  /** Answers at once: what is more than 256 in flight slows the machine down. */
  private static final IntToDoubleFunction AT_ONCE =
      inFlight -> inFlight <= 256 ? 30_000 : 30_000.0 * (1 - (inFlight - 256) / 2_200.0);

  private static final IntToDoubleFunction AFTER_50_MS = inFlight -> inFlight / 0.050;

  private final Simulation simulation = new Simulation(1_024);

  /** Calls that end one after the other, as many a second as those in flight let. */
  private static final class Simulation {
    private final InFlightBound bound;
    private final Random random = new Random(1);
    private long nanos;
    private int inFlight;
    private double noise;
    private IntToDoubleFunction failing = inFlight -> 0;

    Simulation(int concurrency) {
      this(concurrency, Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());
    }

    Simulation(int concurrency, long nanos) {
      this.nanos = nanos;
      bound = new InFlightBound(concurrency, nanos);
    }

    /** Returns ends a second. */
    double run(Duration duration, IntToDoubleFunction perSecond) {
      long from = nanos;
      int ends = 0;
      while (nanos - from < duration.toNanos()) {
        while (bound.hasRoom(inFlight)) {
          inFlight++;
          bound.started(nanos);
        }
        nanos += Math.round(1e9 / perSecond.applyAsDouble(inFlight) * pause());
        boolean delivered = random.nextDouble() >= failing.applyAsDouble(inFlight);
        inFlight--;
        ends++;
        bound.ended(delivered, nanos);
      }
      return ends * 1e9 / (nanos - from);
    }

    /** Now and then one that takes thousands of times as long, as collecting garbage does. */
    private double pause() {
      boolean collecting = noise > 0 && random.nextInt(4_000) == 0;
      return collecting ? 1 + noise * random.nextDouble() : 1;
    }

    /** No other call is there to start. */
    void idle(Duration duration) {
      bound.lacked(nanos);
      nanos += duration.toNanos();
    }
  }

  @Test
  void allowsAsManyAsAreConfiguredUntilFewerProveThemselves() {
    assertThat(simulation.bound.hasRoom(1_023)).isTrue();
    assertThat(simulation.bound.hasRoom(1_024)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 300})
  void allowsFewerWhereThatGetsMoreDone(double noise) {
    simulation.noise = noise;
    double with256 = withConstant(256, noise);

    simulation.run(Duration.ofSeconds(30), AT_ONCE);

    assertThat(usual(AT_ONCE)).isEqualTo(256);
    assertThat(simulation.run(Duration.ofSeconds(20), AT_ONCE)).isGreaterThan(0.97 * with256);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void isNotMisledByPausesWhereFewerGetLessDone(int seed) {
    IntToDoubleFunction tenthLess = inFlight -> inFlight > 512 ? 20_000 : 18_000;
    simulation.noise = 300;
    simulation.random.setSeed(seed);

    simulation.run(Duration.ofMinutes(5), tenthLess);

    assertThat(usual(tenthLess)).isEqualTo(1_024);
  }

  @Test
  void findsThatOutAlsoWhenTheFirstCallComesLateAndTheClockIsNegative() {
    Simulation late = new Simulation(1_024, Long.MIN_VALUE / 2);
    late.idle(Duration.ofMinutes(1));

    late.run(Duration.ofSeconds(15), AT_ONCE);

    assertThat(late.bound.current()).isEqualTo(256);
  }

  @Test
  void leavesATargetThatTakesItsTimeAllItsCalls() {
    double perSecond = simulation.run(Duration.ofMinutes(1), AFTER_50_MS);

    assertThat(usual(AFTER_50_MS)).isEqualTo(1_024);
    assertThat(perSecond).isGreaterThan(0.98 * AFTER_50_MS.applyAsDouble(1_024));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 10})
  void triesNothingWithATargetThatIsSlowItself(double seconds) {
    for (int i = 0; i < 1_000; i++) {
      simulation.run(Duration.ofMillis(100), inFlight -> inFlight / seconds);

      assertThat(simulation.bound.current()).isEqualTo(1_024);
    }
  }

  @Test
  void triesLessAndLessOftenWhatDoesNotPay() {
    simulation.run(Duration.ofMinutes(10), AFTER_50_MS);

    double perSecond = simulation.run(Duration.ofMinutes(10), AFTER_50_MS);

    assertThat(perSecond).isGreaterThan(0.998 * AFTER_50_MS.applyAsDouble(1_024));
    assertThat(perSecond).as("still tried").isLessThan(AFTER_50_MS.applyAsDouble(1_024));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.050, 1, 10})
  void allowsAllAgainWhenTheTargetBecomesSlow(double seconds) {
    IntToDoubleFunction slow = inFlight -> inFlight / seconds;
    simulation.run(Duration.ofSeconds(15), AT_ONCE);
    assertThat(simulation.bound.current()).isEqualTo(256);

    assertThat(allowedIn(Duration.ofSeconds(6), slow)).contains(1_024);
  }

  @Test
  void allowsAllAgainWhenMuchMoreGetsDone() {
    simulation.run(Duration.ofSeconds(15), AT_ONCE);
    assertThat(simulation.bound.current()).isEqualTo(256);

    assertThat(allowedIn(Duration.ofSeconds(6), inFlight -> 100 * inFlight + 60_000))
        .contains(1_024);
  }

  @Test
  void allowsAllAgainAfterAWhileWhenFewerGetLessDoneThanAll() {
    IntToDoubleFunction slower = inFlight -> inFlight * 0.55 * AT_ONCE.applyAsDouble(256) / 256;
    simulation.run(Duration.ofSeconds(15), AT_ONCE);
    assertThat(usual(slower)).isEqualTo(256);

    simulation.run(InFlightBound.BELIEVED, slower);

    assertThat(usual(slower)).isEqualTo(1_024);
  }

  @Test
  void allowsAllAgainAfterAWhileInWhichMostCallsFail() {
    simulation.run(Duration.ofSeconds(15), AT_ONCE);
    simulation.failing = inFlight -> 0.6;

    assertThat(allowedIn(InFlightBound.BELIEVED, AT_ONCE)).contains(256).endsWith(1_024);
  }

  @Test
  void losesLittleByLookingAgain() {
    simulation.run(Duration.ofSeconds(15), AT_ONCE);

    double perSecond = simulation.run(Duration.ofMinutes(20), AT_ONCE);

    assertThat(perSecond).isGreaterThan(0.985 * AT_ONCE.applyAsDouble(256));
  }

  @Test
  void learnsNothingFromTimesWithoutCalls() {
    simulation.run(Duration.ofSeconds(15), AT_ONCE);

    for (int i = 0; i < 100; i++) {
      simulation.idle(Duration.ofMillis(60));
      simulation.run(Duration.ofMillis(60), AT_ONCE);
    }

    assertThat(simulation.bound.current()).isEqualTo(256);
  }

  @Test
  void startsNoTrialWhileThereAreTooFewCalls() {
    for (int i = 0; i < 1_000; i++) {
      simulation.idle(Duration.ofMillis(90));
      simulation.run(Duration.ofMillis(60), AT_ONCE);

      assertThat(simulation.bound.current()).isEqualTo(1_024);
    }
  }

  @Test
  void learnsNothingFromFailures() {
    simulation.failing = inFlight -> 1;

    simulation.run(Duration.ofMinutes(1), AT_ONCE);

    assertThat(simulation.bound.current()).isEqualTo(1_024);
  }

  @Test
  void countsOnlyWhatIsDelivered() {
    simulation.failing = inFlight -> inFlight > 256 ? 0 : 0.4;

    simulation.run(Duration.ofMinutes(5), AT_ONCE);

    assertThat(usual(AT_ONCE)).isEqualTo(1_024);
  }

  /** The quarter is neither taken nor tried more rarely from then on. */
  @Test
  void givesUpATrialInWhichCallsRunOut() {
    untilItTries();

    simulation.run(Duration.ofMillis(60), AT_ONCE);
    simulation.idle(Duration.ofMillis(500));
    simulation.run(Duration.ofMillis(1), AT_ONCE);

    assertThat(allowedIn(InFlightBound.SHORTEST_REST, AT_ONCE)).containsOnly(1_024);
    assertThat(allowedIn(Duration.ofSeconds(2), AT_ONCE)).contains(256);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 256, 511})
  void leavesAloneWhatIsFewAnyway(int concurrency) {
    Simulation few = new Simulation(concurrency);

    few.run(Duration.ofSeconds(15), inFlight -> 60_000 - 100 * inFlight);

    assertThat(few.bound.current()).isEqualTo(concurrency);
  }

  private void untilItTries() {
    while (simulation.bound.current() == 1_024) {
      simulation.run(Duration.ofMillis(1), AT_ONCE);
    }
  }

  /** What is allowed at a hundred moments of a time. */
  private int[] allowedIn(Duration duration, IntToDoubleFunction perSecond) {
    return IntStream.range(0, 100)
        .map(
            i -> {
              simulation.run(duration.dividedBy(100), perSecond);
              return simulation.bound.current();
            })
        .toArray();
  }

  private static double withConstant(int inFlight, double noise) {
    Simulation constant = new Simulation(1);
    constant.noise = noise;
    return constant.run(Duration.ofSeconds(20), one -> AT_ONCE.applyAsDouble(inFlight));
  }

  /** What is allowed for most of a time. */
  private int usual(IntToDoubleFunction perSecond) {
    int[] seen = new int[1_025];
    for (int allowed : allowedIn(Duration.ofSeconds(20), perSecond)) {
      seen[allowed]++;
    }
    int most = 0;
    for (int number = 0; number < seen.length; number++) {
      most = seen[number] > seen[most] ? number : most;
    }
    return most;
  }
}
