package io.deploycast.app.topology;

import io.deploycast.app.config.AppConfig;
import io.deploycast.schema.EventReader;
import java.time.InstantSource;

/** What the targets of one process share. Thread-safe, as its parts are. */
public record SharedParts(TopicSetup topics, EventReader reader, InstantSource clock) {
  /** The parts for a configuration. */
  public static SharedParts of(AppConfig app, InstantSource clock) {
    return new SharedParts(
        new TopicSetup(app.topics(), app.topicSettings(), app.createTopics()),
        new EventReader(),
        clock);
  }
}
