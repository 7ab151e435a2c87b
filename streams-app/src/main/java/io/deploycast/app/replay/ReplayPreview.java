package io.deploycast.app.replay;

import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.registry.RecordReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts what a replay would do with each record. Not thread-safe. */
public final class ReplayPreview {
  /** How long the schema registry may take for one id. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  private final Target target;
  private final RecordReader reader;
  private long delivered;
  private long unwanted;
  private long tooOld;
  private long unreadable;

  ReplayPreview(Target target, RecordReader reader) {
    this.target = target;
    this.reader = reader;
  }

  void take(ConsumerRecord<byte[], byte[]> record) {
    if (read(record) instanceof ReadResult.Valid valid) {
      take(valid.event());
    } else {
      unreadable++;
    }
  }

  private ReadResult read(ConsumerRecord<byte[], byte[]> record) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<ReadResult> result = reader.read(record.value(), record.headers());
    while (result.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new CannotReplayException(
            "the schema registry did not answer within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
      result = reader.read(record.value(), record.headers());
    }
    return result.get();
  }

  private void take(ReceivedEvent event) {
    if (target.wants(event) instanceof Wanted.No) {
      unwanted++;
    } else if (target.expired(event) != null) {
      tooOld++;
    } else {
      delivered++;
    }
  }

  /** Events that would be sent. */
  public long delivered() {
    return delivered;
  }

  /** Events that the target's filter does not want, or of another service. */
  public long unwanted() {
    return unwanted;
  }

  /** Events that are too old for the target, and would become dead letters. */
  public long tooOld() {
    return tooOld;
  }

  /** Records that are no events, and would become dead letters. */
  public long unreadable() {
    return unreadable;
  }
}
