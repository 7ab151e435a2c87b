package io.deploycast.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the service's configuration for the demo: as a user would, only with delays of seconds.
 */
final class DemoConfig {
  private DemoConfig() {}

  /**
   * Writes {@code deploycast.yaml} into the folder.
   *
   * @param healthPort where the service shall say how it is
   * @param adminPort where it shall serve the dashboard
   */
  static Path write(
      Path folder, String bootstrapServers, int healthPort, int adminPort, List<Tool> tools)
      throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("kafka: { bootstrap.servers: \"%s\" }\n".formatted(bootstrapServers));
    yaml.append("health: { host: 127.0.0.1, port: %d }\n".formatted(healthPort));
    yaml.append("admin: { host: 127.0.0.1, port: %d }\n".formatted(adminPort));
    yaml.append("defaults:\n");
    yaml.append("  timeout: 5s\n");
    yaml.append("  retry: [ { delay: 1s, attempts: 3 }, { delay: 5s, attempts: 6 } ]\n");
    yaml.append("targets:\n");
    for (Tool tool : tools) {
      yaml.append(
          "  - { name: %s, type: webhook, url: \"%s\" }\n"
              .formatted(tool.name(), tool.target().uri("/deployments")));
    }
    return Files.writeString(folder.resolve("deploycast.yaml"), yaml);
  }
}
