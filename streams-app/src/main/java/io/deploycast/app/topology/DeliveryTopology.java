package io.deploycast.app.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The graph of one target, as one sub-topology: a task for each partition number, not for each
 * partition, since every task costs its thread some microseconds in each loop. Streams may not wait
 * for the empty topics of a task, then; {@link StreamsSettings} sees to that.
 *
 * <pre>
 * deployments              → deliver → retry-1m, retry-5m, dlq
 * deployments.t.retry-1m   → deliver → retry-1m, retry-5m, dlq
 * deployments.t.retry-5m   → deliver → retry-5m, dlq
 * deployments.t.redrive    → deliver → retry-1m, retry-5m, dlq
 * </pre>
 *
 * A replay has the same graph with retry topics of its own, and no redrive topic.
 */
final class DeliveryTopology {
  private DeliveryTopology() {}

  static Topology of(TargetContext context) {
    Topology topology = new Topology();
    for (SourceTopic source : sources(context)) {
      topology.addSource(
          source.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), source.name());
      topology.addProcessor(
          source.processorName(), () -> new DeliveryProcessor(source, context), source.name());
    }
    String[] processors =
        sources(context).stream().map(SourceTopic::processorName).toArray(String[]::new);
    for (String topic : sinkTopics(context)) {
      topology.addSink(
          SourceTopic.sinkName(topic),
          topic,
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          processors);
    }
    return topology;
  }

  private static List<SourceTopic> sources(TargetContext context) {
    List<SourceTopic> sources = new ArrayList<>();
    sources.add(SourceTopic.deployments(context.topics().deployments()));
    List<Duration> delays = new ArrayList<>(context.retry().delays());
    delays.addAll(context.leftovers());
    for (Duration delay : delays) {
      sources.add(SourceTopic.retry(context.retryTopic(delay), delay));
    }
    if (context.replay() == null) {
      sources.add(SourceTopic.redrive(context.topics().redrive(context.name())));
    }
    return sources;
  }

  /**
   * A record never goes back to a shorter delay; one that was put in by hand starts anew, though.
   */
  private static List<String> sinkTopics(TargetContext context) {
    List<String> topics = new ArrayList<>();
    for (Duration delay : context.retry().delays()) {
      topics.add(context.retryTopic(delay));
    }
    topics.add(context.topics().deadLetters());
    return topics;
  }
}
