package io.deploycast.bench.throughput;

import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.bench.stage.ServiceSettings;
import io.deploycast.bench.stage.Stage;
import java.util.Locale;

/** Who sends events to the receiver. */
enum Contender {
  /** The same client with the same bound, no Kafka. */
  CLIENT("client without Kafka") {
    @Override
    AutoCloseable start(Stage stage, Condition condition, String run, String defaults) {
      return stage.program(
          ClientLoop.class,
          stage.receiver().uri(condition.path(run)).toString(),
          Integer.toString(condition.inFlight),
          condition.protocol.name());
    }
  },

  /** A stream thread for each partition, a call at a time each. */
  NAIVE("naive Kafka Streams app, 6 threads") {
    @Override
    AutoCloseable start(Stage stage, Condition condition, String run, String defaults) {
      return stage.program(
          NaiveService.class,
          stage.kafka().bootstrapServers(),
          run,
          stage.names().deployments(),
          stage.receiver().uri(condition.path(run)).toString(),
          "6");
    }
  },

  /** The service. */
  DEPLOYCAST("deploycast") {
    @Override
    AutoCloseable start(Stage stage, Condition condition, String run, String defaults) {
      String bound = "concurrency: %d%s".formatted(condition.inFlight, defaults);
      ServiceSettings settings = ServiceSettings.of(bound);
      String url = stage.receiver().uri(condition.path(run)).toString();
      // A target that is new to the cluster each time, so that it starts from the first event.
      return stage.service(
          condition.protocol == ProtocolChoice.AUTO
              ? settings.target(run, url)
              : settings.target(
                  run, url, "protocol: " + condition.protocol.name().toLowerCase(Locale.ROOT)));
    }
  };

  final String words;

  Contender(String words) {
    this.words = words;
  }

  /** Starts it; {@code run} is a name that no run had before. */
  abstract AutoCloseable start(Stage stage, Condition condition, String run, String defaults);
}
