package io.deploycast.schema.deadletter;

import io.deploycast.schema.topic.TargetName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The one producer that may work on a target's dead letters. Opening it fences the one before: what
 * that had not committed is undone, and it can commit nothing more.
 */
final class FencedProducer implements AutoCloseable {
  /**
   * How long an open transaction of a process that died may hold up readers: until then they see
   * nothing of what stands behind it.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** Above every limit a topic of dead letters is likely to have; the broker's limit decides. */
  private static final int MAX_REQUEST = 16 * 1024 * 1024;

  private final KafkaProducer<byte[], byte[]> producer;

  private FencedProducer(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Opens it; blocks until what the one before was doing is committed or undone. */
  static FencedProducer open(DeadLetterAccess access, TargetName target) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings(access, target), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(access.patience());
      throw e;
    }
    return new FencedProducer(producer);
  }

  /**
   * Writes all of these, or nothing of it.
   *
   * @return false when another one has taken over, and nothing was written
   */
  boolean write(List<ProducerRecord<byte[], byte[]>> records) {
    try {
      producer.beginTransaction();
      List<Future<?>> sent = new ArrayList<>();
      records.forEach(record -> sent.add(producer.send(record)));
      producer.commitTransaction();
      for (Future<?> future : sent) {
        future.get();
      }
      return true;
    } catch (KafkaException e) {
      if (isFenced(e)) {
        return false;
      }
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  @Override
  public void close() {
    producer.close();
  }

  private static boolean isFenced(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Object> settings(DeadLetterAccess access, TargetName target) {
    int patience = (int) access.patience().toMillis();
    Map<String, Object> settings = new HashMap<>(access.kafka());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, access.transactionalId(target));
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) patience);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, patience / 2));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
    settings.put("enable.metrics.push", false);
    return settings;
  }
}
