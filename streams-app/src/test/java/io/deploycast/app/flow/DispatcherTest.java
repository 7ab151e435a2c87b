package io.deploycast.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.delivery.TargetState;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DispatcherTest {
  private static final Outcome OK = new Outcome.Delivered(200);
  private static final Outcome UNAVAILABLE = new Outcome.Retriable("HTTP 503", 503);

  private final HeldTarget target = new HeldTarget();
  private final Deliveries deliveries = new Deliveries();

  private Dispatcher dispatcher(int concurrency) {
    return dispatcher(target, concurrency);
  }

  private static Dispatcher dispatcher(Target target, int concurrency) {
    TargetHealth health = new TargetHealth(concurrency, new Random(1), (state, error) -> {});
    return new Dispatcher(
        target,
        health,
        Pace.of(null),
        DeliveryListener.NONE,
        InstantSource.system(),
        System::nanoTime);
  }

  @Test
  void startsNoMoreThanTheTargetMayHaveInFlight() {
    Dispatcher dispatcher = dispatcher(2);
    Delivery first = deliveries.next();
    dispatcher.submit(first);
    dispatcher.submit(deliveries.next());
    dispatcher.submit(deliveries.next());

    assertThat(target.started).hasSize(2);
    assertThat(dispatcher.inFlight()).isEqualTo(2);
    assertThat(dispatcher.waiting()).isEqualTo(1);
    assertThat(dispatcher.nanosUntilStart()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsFewerInFlightWhereThoseGetMoreDone() {
    AtomicLong nanos = new AtomicLong();
    Dispatcher dispatcher =
        new Dispatcher(
            target,
            new TargetHealth(512, new Random(1), (state, error) -> {}),
            Pace.of(null),
            DeliveryListener.NONE,
            InstantSource.system(),
            nanos::get);
    for (int ends = 0; ends < 100_000; ends++) {
      while (dispatcher.waiting() < 10) {
        dispatcher.submit(deliveries.next());
      }
      nanos.addAndGet(dispatcher.inFlight() > 128 ? 100_000 : 50_000);
      target.endFirst(OK);
    }

    assertThat(dispatcher.mostInFlight()).isEqualTo(128);
    dispatcher.pause(true);
    assertThat(dispatcher.mostInFlight()).isZero();
    assertThat(dispatcher.inFlight()).isEqualTo(128);
  }

  @Test
  void startsTheNextWhenOneEnds() {
    Dispatcher dispatcher = dispatcher(1);
    Delivery first = deliveries.next();
    Delivery second = deliveries.next();
    dispatcher.submit(first);
    dispatcher.submit(second);

    target.end(first, OK);

    assertThat(target.started).containsExactly(first.event().id(), second.event().id());
  }

  @Test
  void finishesASuccessAndLeavesAFailureToItsTask() {
    Dispatcher dispatcher = dispatcher(2);
    Delivery first = deliveries.next();
    Delivery second = deliveries.next();
    dispatcher.submit(first);
    dispatcher.submit(second);

    target.end(first, OK);
    target.end(second, UNAVAILABLE);

    assertThat(deliveries.flow.window().watermark()).isEqualTo(1);
    FailedAttempt failed = deliveries.flow.nextFailure();
    assertThat(failed).isNotNull();
    assertThat(failed.delivery().event()).isSameAs(second.event());
    assertThat(failed.outcome()).isEqualTo(UNAVAILABLE);
  }

  @Test
  void keepsOneLaneInOrderAndOthersFlowing() {
    Dispatcher dispatcher = dispatcher(10);
    Delivery a1 = deliveries.next("a");
    Delivery a2 = deliveries.next("a");
    Delivery b1 = deliveries.next("b");
    Delivery none = deliveries.next();
    List.of(a1, a2, b1, none).forEach(dispatcher::submit);

    assertThat(target.started).containsExactly(a1.event().id(), b1.event().id(), none.event().id());

    target.end(a1, UNAVAILABLE);

    assertThat(target.started).endsWith(a2.event().id());
  }

  @Test
  void startsFirstAttemptsBeforeRetriesButLetsRetriesHaveTheirShare() {
    Dispatcher dispatcher = dispatcher(1);
    Delivery running = deliveries.next();
    dispatcher.submit(running);
    List<Delivery> retries = Stream.generate(() -> deliveries.next().dueAt(0)).limit(2).toList();
    List<Delivery> firsts = Stream.generate(() -> deliveries.next()).limit(9).toList();
    retries.forEach(dispatcher::submit);
    firsts.forEach(dispatcher::submit);

    target.end(running, OK);
    while (!target.calls.isEmpty()) {
      target.calls.remove(target.calls.keySet().iterator().next()).accept(OK);
    }

    List<String> order = target.started.subList(1, 12);
    List<String> expected = new ArrayList<>();
    firsts.subList(0, 7).forEach(it -> expected.add(it.event().id()));
    expected.add(retries.get(0).event().id());
    firsts.subList(7, 9).forEach(it -> expected.add(it.event().id()));
    expected.add(retries.get(1).event().id());
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void endsAnEventThatIsTooOldWithoutACallAndStartsTheOneBehindIt() {
    Dispatcher dispatcher = dispatcher(1);
    Delivery running = deliveries.next();
    Delivery old = deliveries.next("lane");
    Delivery next = deliveries.next("lane");
    List.of(running, old, next).forEach(dispatcher::submit);
    target.tooOld.add(old.event().id());

    target.end(running, OK);

    assertThat(target.started).containsExactly(running.event().id(), next.event().id());
    FailedAttempt failed = deliveries.flow.nextFailure();
    assertThat(failed).isNotNull();
    assertThat(failed.delivery()).isSameAs(old);
    assertThat(failed.outcome()).isInstanceOf(Outcome.Expired.class);
  }

  @Test
  void startsNothingWhilePausedAndGoesOnSlowlyAfterwards() {
    Dispatcher dispatcher = dispatcher(4);
    dispatcher.pause(true);
    for (int i = 0; i < 4; i++) {
      dispatcher.submit(deliveries.next());
    }
    assertThat(target.started).isEmpty();
    assertThat(dispatcher.state()).isEqualTo(TargetState.PAUSED);

    dispatcher.pause(false);

    assertThat(target.started).hasSize(1);
    assertThat(dispatcher.state()).isEqualTo(TargetState.RUNNING);
  }

  @Test
  void holdsPartitionsWhenWhatWaitsIsLargeAndNotOnlyWhenItIsMuch() {
    Dispatcher dispatcher = dispatcher(1);
    dispatcher.submit(deliveries.next());
    for (int i = 0; i < 4; i++) {
      assertThat(dispatcher.isSaturated(false)).isFalse();
      dispatcher.submit(deliveries.large(1024 * 1024));
    }

    assertThat(dispatcher.isSaturated(false)).isTrue();
    assertThat(dispatcher.isSaturated(true)).isFalse();
  }

  @Test
  void countsAnEndOnlyOnce() {
    Dispatcher dispatcher = dispatcher(1);
    Delivery first = deliveries.next();
    dispatcher.submit(first);
    Consumer<Outcome> done = target.calls.get(first.event().id());

    done.accept(OK);
    done.accept(UNAVAILABLE);

    assertThat(dispatcher.inFlight()).isZero();
    assertThat(deliveries.flow.nextFailure()).isNull();
  }

  @Test
  void dropsWhatWaitsForADrainingPartitionAndIgnoresWhatComesLater() {
    Dispatcher dispatcher = dispatcher(1);
    Delivery first = deliveries.next();
    Delivery second = deliveries.next();
    dispatcher.submit(first);
    dispatcher.submit(second);

    deliveries.flow.drain();
    dispatcher.dropRefused();
    dispatcher.submit(deliveries.next());
    target.end(first, OK);

    assertThat(target.started).containsExactly(first.event().id());
    assertThat(dispatcher.waiting()).isZero();
    assertThat(deliveries.flow.window().watermark()).isEqualTo(1);
  }

  @Test
  void startsWhileDrainingWhatStandsBeforeTheFurthestStarted() {
    Dispatcher dispatcher = dispatcher(10);
    Delivery a1 = deliveries.next("a");
    Delivery a2 = deliveries.next("a");
    Delivery b1 = deliveries.next("b");
    Delivery b2 = deliveries.next("b");
    List.of(a1, a2, b1, b2).forEach(dispatcher::submit);

    deliveries.flow.drain();
    dispatcher.dropRefused();
    target.end(b1, OK);
    target.end(a1, OK);
    target.end(a2, OK);

    assertThat(target.started).containsExactly(a1.event().id(), b1.event().id(), a2.event().id());
    assertThat(deliveries.flow.window().watermark()).isEqualTo(3);
  }

  @Test
  void surivesATargetThatAnswersOnTheCallersThreadForALongQueue() {
    Target instant =
        new Target() {
          @Override
          public Wanted wants(ReceivedEvent event) {
            return Wanted.YES;
          }

          @Override
          public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
            if (target.calls.isEmpty()
                && progress.attempt() == 1
                && event.id().endsWith("0000000000")) {
              target.calls.put(event.id(), done);
            } else {
              done.accept(OK);
            }
          }

          @Override
          public void close() {}
        };
    Dispatcher dispatcher = dispatcher(instant, 1);
    Delivery first = deliveries.next();
    dispatcher.submit(first);
    for (int i = 0; i < 100_000; i++) {
      dispatcher.submit(deliveries.next());
    }

    target.end(first, OK);

    assertThat(deliveries.flow.window().watermark()).isEqualTo(100_001);
  }

  @Test
  void treatsATargetThatThrowsAsAFailedAttempt() {
    Dispatcher dispatcher = dispatcher(new BrokenTarget(), 1);
    dispatcher.submit(deliveries.next());

    FailedAttempt failed = deliveries.flow.nextFailure();
    assertThat(failed).isNotNull();
    assertThat(failed.outcome().error()).contains("broken");
    assertThat(dispatcher.inFlight()).isZero();
  }

  private static final Outcome AWAY =
      new Outcome.Retriable("connection refused", null, Trouble.OUTAGE, null);

  @Test
  void keepsWhatFailsWhileTheTargetIsDownUnfinishedAndInItsLane() {
    Dispatcher dispatcher = dispatcher(10);
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(deliveries.next(i == 5 ? "lane" : null));
    }
    Delivery behind = deliveries.next("lane");
    all.forEach(dispatcher::submit);
    dispatcher.submit(behind);
    all.forEach(delivery -> target.end(delivery, AWAY));

    assertThat(dispatcher.state()).isNotEqualTo(TargetState.RUNNING);
    assertThat(dispatcher.inFlight()).isZero();
    // Four failures were the events' own; the fifth took the target down, and cost nothing.
    assertThat(dispatcher.waiting()).isEqualTo(3);
    for (int i = 0; i < 4; i++) {
      Delivery failed = deliveries.flow.nextFailure().delivery();
      assertThat(failed.event()).isSameAs(all.get(i).event());
      assertThat(failed.progress().inDoubt()).isTrue();
    }
    assertThat(deliveries.flow.nextFailure()).isNull();
    assertThat(target.started).doesNotContain(behind.event().id());
  }

  @Test
  void handsBackWhatItCannotStartWhenADrainFindsTheTargetDown() {
    Dispatcher dispatcher = dispatcher(10);
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(deliveries.next());
    }
    all.forEach(dispatcher::submit);
    all.forEach(delivery -> target.end(delivery, AWAY));

    deliveries.flow.drain();
    dispatcher.dropRefused();

    // Of the two that wait, the last one was the furthest started: it stays unfinished.
    assertThat(deliveries.flow.nextHandedBack().event()).isSameAs(all.get(4).event());
    assertThat(dispatcher.waiting()).isZero();
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsEveryDeliveryAndKeepsLanesInOrderWhateverTheOrderOfAnswers(long seed) {
    Random random = new Random(seed);
    Dispatcher dispatcher = dispatcher(1 + random.nextInt(8));
    Map<String, Delivery> byId = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      Delivery delivery =
          deliveries.next(random.nextInt(4) == 0 ? null : "lane" + random.nextInt(5));
      byId.put(delivery.event().id(), delivery);
      dispatcher.submit(delivery);
    }
    while (!target.calls.isEmpty()) {
      List<String> open = new ArrayList<>(target.calls.keySet());
      target.end(byId.get(open.get(random.nextInt(open.size()))), OK);
    }

    assertThat(target.started).containsExactlyInAnyOrderElementsOf(byId.keySet());
    assertThat(deliveries.flow.window().watermark()).isEqualTo(200);
    for (int lane = 0; lane < 5; lane++) {
      String name = "lane" + lane;
      assertThat(target.started.stream().filter(id -> name.equals(byId.get(id).lane()))).isSorted();
    }
  }
}
