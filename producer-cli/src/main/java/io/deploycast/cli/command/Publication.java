package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.Surroundings;
import io.deploycast.cli.kafka.EventPublisher;
import io.deploycast.cli.kafka.KafkaOptions;
import io.deploycast.cli.kafka.RegistryOptions;
import io.deploycast.cli.trace.PublishTrace;
import io.deploycast.cli.trace.TraceOptions;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.topic.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends events that are ready, waits for what is asked for, and says what became of them. */
record Publication(
    KafkaOptions kafka,
    RegistryOptions registry,
    TraceOptions tracing,
    OutputFormat output,
    Surroundings surroundings) {
  /**
   * Publishes one event.
   *
   * @return the exit code
   * @throws FailedException with what is known of the event's fate
   */
  int ofOne(DeploymentEvent announced, WaitOptions wait) {
    TopicNames topics = kafka.topics();
    Map<String, Object> client = kafka.properties(surroundings.err());
    EventPublisher publisher = publisher(client);
    try (DeliveryWait delivery =
        DeliveryWait.begin(wait, client, topics.receipts(), announced, toLook())) {
      return Interruption.told(
          surroundings.err(),
          () -> publisher.standing(1) + " (event " + announced.id() + ")",
          () -> {
            RecordMetadata place =
                traced(
                    publisher,
                    List.of(announced),
                    it -> it.publish(topics.deployments(), announced));
            return say(announced, place, delivery);
          });
    }
  }

  private int say(DeploymentEvent announced, RecordMetadata place, DeliveryWait delivery) {
    // What was said is not taken back because nobody listens: the exit code tells.
    if (output == OutputFormat.TEXT) {
      surroundings.out().println(PublishedText.line(announced, place));
    }
    if (delivery.isWanted()) {
      delivery.await();
    }
    if (output == OutputFormat.JSON) {
      ObjectNode json = PublishedText.json(announced, place);
      if (delivery.isWanted()) {
        delivery.addTo(json);
      }
      surroundings.out().println(json);
    } else if (delivery.isWanted()) {
      surroundings.out().println(delivery.text());
    }
    delivery.requireDelivered();
    return ExitCode.ACKNOWLEDGED.code();
  }

  /**
   * Publishes events in their order.
   *
   * @return the exit code
   * @throws FailedException with what is known of the events' fate
   */
  int ofAll(List<DeploymentEvent> events) {
    String topic = kafka.topics().deployments();
    EventPublisher publisher = publisher(kafka.properties(surroundings.err()));
    List<RecordMetadata> places =
        Interruption.told(
            surroundings.err(),
            () -> publisher.standing(events.size()),
            () ->
                traced(
                    publisher, events, it -> it.publish(topic, events, progress(events.size()))));
    if (output == OutputFormat.TEXT) {
      surroundings.out().println("published %d events: %s".formatted(events.size(), topic));
      return ExitCode.ACKNOWLEDGED.code();
    }
    for (int i = 0; i < events.size(); i++) {
      surroundings.out().println(PublishedText.json(events.get(i), places.get(i)));
    }
    return ExitCode.ACKNOWLEDGED.code();
  }

  /** A count on standard error, where somebody looks at it. */
  private IntConsumer progress(int events) {
    if (!surroundings.errIsTerminal()) {
      return acknowledged -> {};
    }
    // A terminal shows no more than some hundred steps.
    int step = Math.max(1, events / 100);
    return acknowledged -> {
      if (acknowledged % step == 0 || acknowledged == events) {
        surroundings.err().printf("\racknowledged %d of %d", acknowledged, events);
        surroundings.err().print(acknowledged == events ? "\n" : "");
        surroundings.err().flush();
      }
    };
  }

  private <T> T traced(
      EventPublisher publisher,
      List<DeploymentEvent> events,
      Function<EventPublisher, T> publication) {
    PublishTrace trace =
        tracing.begin(surroundings.environment(), surroundings.clock(), surroundings.err());
    String error = null;
    try {
      return publication.apply(publisher.with(trace.headers()));
    } catch (FailedException e) {
      error = e.getMessage();
      throw e;
    } finally {
      trace.ended(kafka.topics().deployments(), events, error, left());
    }
  }

  private EventPublisher publisher(Map<String, Object> client) {
    return new EventPublisher(
        registry.addTo(client), surroundings.startedNanos() + kafka.timeout().toNanos());
  }

  /** Half of what the command's time has left, at least a moment: publishing comes first. */
  private Duration toLook() {
    return Duration.ofMillis(Math.max(250, left().toMillis() / 2));
  }

  private Duration left() {
    return Duration.ofNanos(
        surroundings.startedNanos() + kafka.timeout().toNanos() - System.nanoTime());
  }
}
