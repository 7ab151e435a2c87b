package io.deploycast.app.topology;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.RegistryConfig;
import io.deploycast.app.receipt.ReceiptLog;
import io.deploycast.schema.EventReader;
import io.deploycast.schema.registry.RecordReader;
import io.deploycast.schema.registry.SchemaLookups;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the targets of one process share. Thread-safe, as its parts are.
 *
 * @param schemas null without a schema registry
 */
public record SharedParts(
    TopicSetup topics,
    RecordReader reader,
    @Nullable SchemaLookups schemas,
    ReceiptLog receipts,
    MeterRegistry meters,
    InstantSource clock) {
  /** The parts for a configuration. */
  public static SharedParts of(
      AppConfig app, ReceiptLog receipts, MeterRegistry meters, InstantSource clock) {
    RegistryConfig registry = app.registry();
    EventReader reader = new EventReader();
    SchemaLookups schemas =
        registry == null
            ? null
            : new SchemaLookups(registry.settings(), registry.subjects(), System::nanoTime);
    return new SharedParts(
        new TopicSetup(app.topics(), app.topicSettings(), app.createTopics()),
        schemas == null ? RecordReader.plain(reader) : RecordReader.with(reader, schemas),
        schemas,
        receipts,
        meters,
        clock);
  }
}
