package io.deploycast.bench.stage;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of a service that is measured; all that is not said is as it is for everybody.
 *
 * @param defaults the inside of that key, such as {@code concurrency: 256}
 * @param startFrom where a new target starts
 * @param instanceId for static membership; empty for none
 * @param targets each the inside of its map, such as {@code name: one, type: webhook, url: "…"}
 */
public record ServiceSettings(
    String defaults, String startFrom, String instanceId, List<String> targets) {
  /** Those of the systemd unit that we ship, but for what to do when memory runs out. */
  public static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:-UsePerfData");

  public ServiceSettings {
    targets = List.copyOf(targets);
  }

  /** No targets yet; they will start at the first event. */
  public static ServiceSettings of(String defaults) {
    return new ServiceSettings(defaults, "earliest", "", List.of());
  }

  public ServiceSettings startingAt(String start) {
    return new ServiceSettings(defaults, start, instanceId, targets);
  }

  /** With one more target, a webhook; {@code more} is what else it has, such as {@code rate}. */
  public ServiceSettings target(String name, Object url, String... more) {
    List<String> all = new ArrayList<>(targets);
    all.add(
        "name: %s, type: webhook, url: \"%s\"%s"
            .formatted(name, url, more.length == 0 ? "" : ", " + String.join(", ", more)));
    return new ServiceSettings(defaults, startFrom, instanceId, all);
  }

  /** As a member of the groups that is known again after a restart. */
  public ServiceSettings withInstance(String id) {
    return new ServiceSettings(defaults, startFrom, id, targets);
  }

  String yaml(String bootstrapServers, int healthPort) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("kafka: { bootstrap.servers: \"%s\" }%n".formatted(bootstrapServers));
    yaml.append("health: { host: 127.0.0.1, port: %d }%n".formatted(healthPort));
    yaml.append("admin: { port: 0 }%n".formatted());
    if (!instanceId.isEmpty()) {
      yaml.append("instance: { id: %s }%n".formatted(instanceId));
    }
    String more = defaults.isEmpty() ? "" : ", " + defaults;
    yaml.append("defaults: { startFrom: %s%s }%n".formatted(startFrom, more));
    yaml.append("targets:%n".formatted());
    targets.forEach(target -> yaml.append("  - { %s }%n".formatted(target)));
    return yaml.toString();
  }
}
