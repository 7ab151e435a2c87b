package io.deploycast.schema.deadletter;

import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.Rate;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Puts dead letters of one target back on the delivery path, or gives them up. Only one of its kind
 * works on a target at a time: a second one takes over, the first ends at its next step. What is on
 * its way already is left alone, so that asking twice delivers once.
 *
 * <p>A dead letter stays where it is until its redrive has succeeded; then the service removes it.
 *
 * <p>Calls block; not thread-safe. Interrupt the calling thread to stop it early.
 *
 * @see "docs/decisions/008-a-redrive-is-a-new-delivery.md"
 */
public final class Redriver {
  /** Records in one transaction at most: what a crash leaves undone, and others wait for. */
  private static final int MOST_IN_BATCH = 500;

  /** At a given rate, so many transactions a second at most. */
  private static final int BATCHES_A_SECOND = 10;

  private final DeadLetterAccess access;
  private final TargetName target;
  private final InstantSource clock;

  /**
   * @param clock for the receipts of those given up
   */
  public Redriver(DeadLetterAccess access, TargetName target, InstantSource clock) {
    this.access = access;
    this.target = target;
    this.clock = clock;
  }

  /**
   * What a redrive would do now; changes nothing and stops nobody.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   * @throws UnknownGroupException when the target's group has never read anything
   */
  public RedrivePlan plan(RedriveRequest request) {
    // Looked for first: what has ended meanwhile is then gone from the dead letters.
    Set<String> onTheWay = look(true);
    DeadLetterFilter filter = request.filter().withTarget(target.text());
    return RedrivePlan.of(new DeadLetters(access).find(filter), onTheWay, request);
  }

  /**
   * What giving them up would do now; changes nothing and stops nobody.
   *
   * @throws KafkaException as the brokers answered, or when they did not in time
   * @throws UnknownGroupException when the target's group has never read anything
   */
  public RedrivePlan planDiscard(DeadLetterFilter filter) {
    Set<String> onTheWay = look(false);
    return RedrivePlan.ofDiscard(
        new DeadLetters(access).find(filter.withTarget(target.text())), onTheWay);
  }

  /**
   * Puts dead letters back. They are delivered when a service takes them up.
   *
   * @param progress told how many are done, after each step
   * @throws KafkaException as the brokers answered, or when they did not in time
   * @throws UnknownGroupException when the target's group has never read anything
   */
  public RedriveReport redrive(RedriveRequest request, IntConsumer progress) {
    try (FencedProducer producer = FencedProducer.open(access, target)) {
      RedrivePlan plan = plan(request);
      return run(producer, plan, request.rate(), it -> List.of(redriven(it)), progress);
    }
  }

  /**
   * Gives dead letters up: they are removed, and their receipts say that, and why. A dead letter
   * without a readable event id has no receipt.
   *
   * @param filter which dead letters of the target
   * @param reason why, for people
   * @throws KafkaException as the brokers answered, or when they did not in time
   * @throws UnknownGroupException when the target's group has never read anything
   */
  public RedriveReport discard(DeadLetterFilter filter, String reason) {
    try (FencedProducer producer = FencedProducer.open(access, target)) {
      RedrivePlan plan = planDiscard(filter);
      int partitions = producer.partitions(access.topics().receipts());
      return run(producer, plan, null, it -> discarded(it, reason, partitions), done -> {});
    }
  }

  /**
   * What is on its way.
   *
   * @param toRedrive whether somebody has to be there to take up more; a target that was removed
   *     has neither topics nor a group, and its dead letters may be given up
   */
  private Set<String> look(boolean toRedrive) {
    OnTheWay.Seen seen = new OnTheWay(access).of(target);
    if (!seen.hasGroup() && (toRedrive || seen.hasTopics())) {
      throw new UnknownGroupException(access.group(target));
    }
    return seen.deadLetterKeys();
  }

  private static RedriveReport run(
      FencedProducer producer,
      RedrivePlan plan,
      @Nullable Rate rate,
      Function<StoredDeadLetter, List<ProducerRecord<byte[], byte[]>>> records,
      IntConsumer progress) {
    long began = System.nanoTime();
    int done = 0;
    while (done < plan.chosen().size()) {
      if (!waitFor(done, rate, began)) {
        return new RedriveReport(plan, done, Ending.STOPPED);
      }
      int end = Math.min(done + batch(rate), plan.chosen().size());
      List<ProducerRecord<byte[], byte[]>> batch =
          plan.chosen().subList(done, end).stream()
              .flatMap(it -> records.apply(it).stream())
              .toList();
      if (!producer.write(batch)) {
        return new RedriveReport(plan, done, Ending.TAKEN_OVER);
      }
      done = end;
      progress.accept(done);
    }
    return new RedriveReport(plan, done, Ending.COMPLETE);
  }

  private static int batch(@Nullable Rate rate) {
    if (rate == null) {
      return MOST_IN_BATCH;
    }
    long perBatch = rate.attempts() * 1_000L / rate.period().toMillis() / BATCHES_A_SECOND;
    return (int) Math.max(1, Math.min(MOST_IN_BATCH, perBatch));
  }

  /** Waits until so many may have been done; false when the thread is interrupted. */
  private static boolean waitFor(int done, @Nullable Rate rate, long began) {
    if (rate != null) {
      long due = began + rate.period().toNanos() / rate.attempts() * done;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(left);
      }
    }
    return !Thread.currentThread().isInterrupted();
  }

  private ProducerRecord<byte[], byte[]> redriven(StoredDeadLetter stored) {
    return new ProducerRecord<>(
        access.topics().redrive(target),
        null,
        stored.originalKey(),
        stored.letter().valueBytes(),
        stored.redriveHeaders());
  }

  /** The removal goes to the very partition, so that compaction finds both. */
  private List<ProducerRecord<byte[], byte[]>> discarded(
      StoredDeadLetter stored, String reason, int receiptPartitions) {
    DeadLetter letter = stored.letter();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(
        new ProducerRecord<>(
            access.topics().deadLetters(), stored.partition(), bytes(letter.key()), null));
    if (letter.eventId() != null) {
      Receipt receipt =
          new Receipt(
              letter.eventId(),
              letter.target(),
              Receipt.Outcome.DISCARDED,
              reason,
              letter.attempts(),
              letter.lastStatus(),
              clock.instant(),
              letter.origin());
      records.add(
          new ProducerRecord<>(
              access.topics().receipts(),
              Receipt.partition(letter.eventId(), receiptPartitions),
              bytes(receipt.key()),
              bytes(receipt.toJson().toString())));
    }
    return records;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
