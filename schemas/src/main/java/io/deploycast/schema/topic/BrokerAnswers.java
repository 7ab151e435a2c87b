package io.deploycast.schema.topic;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what an admin client asked for. */
public final class BrokerAnswers {
  private BrokerAnswers() {}

  /**
   * The answer. Blocks until the brokers give it or the client's time is over.
   *
   * @throws KafkaException as the brokers answered, of the type that says so
   */
  public static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      // Its constructor sets the thread's flag again.
      throw new InterruptException(e);
    }
  }
}
