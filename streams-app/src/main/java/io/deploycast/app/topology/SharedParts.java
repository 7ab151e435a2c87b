package io.deploycast.app.topology;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.receipt.ReceiptLog;
import io.deploycast.schema.EventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** What the targets of one process share. Thread-safe, as its parts are. */
public record SharedParts(
    TopicSetup topics,
    EventReader reader,
    ReceiptLog receipts,
    MeterRegistry meters,
    InstantSource clock) {
  /** The parts for a configuration. */
  public static SharedParts of(
      AppConfig app, ReceiptLog receipts, MeterRegistry meters, InstantSource clock) {
    return new SharedParts(
        new TopicSetup(app.topics(), app.topicSettings(), app.createTopics()),
        new EventReader(),
        receipts,
        meters,
        clock);
  }
}
