package io.deploycast.app.admin.board;

import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.ReadResult;
import io.deploycast.schema.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The whole picture, as the topics give it: recent deployments, the ends of their deliveries, dead
 * letters. Fed by {@link BoardReader}, asked by whoever shows it. Thread-safe.
 */
public final class Board {
  /** Bytes before the JSON of a value that is framed with a schema id: a zero, and the id. */
  private static final int FRAME = 5;

  private final EventReader reader;
  private final DeploymentWindow deployments = new DeploymentWindow();
  private final DeadLetterShelf deadLetters = new DeadLetterShelf();
  private final Map<String, Instant> firstStarts = new ConcurrentHashMap<>();
  private final AtomicLong deploymentChanges = new AtomicLong();
  private final AtomicLong deadLetterChanges = new AtomicLong();
  private volatile @Nullable String problem = "the topics were not read yet";

  public Board(EventReader reader) {
    this.reader = reader;
  }

  public DeploymentWindow deployments() {
    return deployments;
  }

  public DeadLetterShelf deadLetters() {
    return deadLetters;
  }

  /** When the target was started for the first time; empty when that is not known. */
  public Optional<Instant> firstStart(String target) {
    return Optional.ofNullable(firstStarts.get(target));
  }

  /** Grows with each change of a deployment or of one of its deliveries. */
  public long deploymentChanges() {
    return deploymentChanges.get();
  }

  /** Grows with each change of a dead letter. */
  public long deadLetterChanges() {
    return deadLetterChanges.get();
  }

  /** Why the picture is not complete, or not of now; empty when it is. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  void report(@Nullable String problem) {
    this.problem = problem;
  }

  void takeDeployment(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    ReadResult result = reader.read(value, beginOfJson(value));
    if (result instanceof ReadResult.Valid valid) {
      Position position = new Position(record.timestamp(), record.partition(), record.offset());
      deployments.add(Deployment.of(position, valid.event()));
      deploymentChanges.incrementAndGet();
    }
  }

  /** After the id of a schema, which makes no difference to what is shown. */
  static int beginOfJson(byte @Nullable [] value) {
    return value != null && value.length > FRAME && value[0] == 0 ? FRAME : 0;
  }

  void takeReceipt(ConsumerRecord<byte[], byte[]> record) {
    Receipt.read(record.value())
        .ifPresent(
            receipt -> {
              deployments.add(receipt);
              deploymentChanges.incrementAndGet();
            });
  }

  void takeDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      deadLetters.remove(new String(record.key(), StandardCharsets.UTF_8));
    } else {
      DeadLetter.read(record).ifPresent(dead -> deadLetters.put(ShelvedLetter.of(dead, record)));
    }
    deadLetterChanges.incrementAndGet();
    deploymentChanges.incrementAndGet();
  }

  void takeFirstStart(String target, Instant at) {
    firstStarts.put(target, at);
  }

  /** Forgets all: the topics are read anew. */
  void clear() {
    deployments.clear();
    deadLetters.clear();
    firstStarts.clear();
  }
}
