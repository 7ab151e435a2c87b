package io.deploycast.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that a service shows of itself to anybody: log, meters, health, the records it writes, every
 * answer of its admin listener, and what its commands print of the same configuration.
 */
final class EverythingShown {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final List<String> PAGES = List.of("/", "/app.js", "/nothing-there");

  private final Installation installation;
  private final AppProcess app;
  private final String yaml;
  private final AdminAnswers admin;

  EverythingShown(Installation installation, AppProcess app, String yaml, int adminPort) {
    this.installation = installation;
    this.app = app;
    this.yaml = yaml;
    this.admin = new AdminAnswers(adminPort);
  }

  /**
   * Looks at all of it, last at what the service says of a configuration that it cannot take.
   *
   * @param eventId of an event that was delivered
   */
  String text(Set<String> targets, String eventId) throws Exception {
    List<AppProcess> commands =
        List.of(
            AppProcess.startCommand(yaml, "check-config"),
            AppProcess.startCommand(yaml, "render", "--target", "basic"),
            AppProcess.startCommand(yaml, "send", "--target", "api-key"));
    StringBuilder shown = new StringBuilder(app.health().body()).append(app.metrics());
    List<String> topics =
        List.of(
            installation.topics.deadLetters(),
            installation.topics.receipts(),
            installation.topics.control());
    topics.forEach(topic -> installation.read(topic).forEach(it -> shown.append(text(it))));
    askAdmin(targets, eventId);
    for (AppProcess command : commands) {
      command.awaitExit(SOON);
      shown.append(command.log());
      command.close();
    }
    return shown.append(admin.shown()).append(app.log()).toString();
  }

  private void askAdmin(Set<String> targets, String eventId) throws Exception {
    Map<String, Set<String>> values =
        Map.of("target", targets, "id", Set.of(eventId), "key", deadLetterKeys());
    List<String> routes = admin.askAll(values);
    for (String page : PAGES) {
      admin.get(page);
    }
    admin.send("GET", "/api/v1/targets", "CANARY-of-a-stranger-0123456789", "");
    admin.send("DELETE", "/api/v1/targets", PlantedSecrets.WRITE, "");
    admin.send("POST", "/api/v1/targets/proxied/probe", PlantedSecrets.WRITE, "{}");
    app.reconfigure(yaml + PlantedSecrets.mistaken());
    admin.send("POST", "/api/v1/actions/reload", PlantedSecrets.WRITE, "{}");
    assertThat(admin.answered()).containsExactlyInAnyOrderElementsOf(routes);
    assertThat(admin.shown()).contains("url must", "apiKey must", "secret must", "token must");
  }

  private Set<String> deadLetterKeys() {
    return installation.read(installation.topics.deadLetters()).stream()
        .map(it -> new String(it.key(), UTF_8))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder text =
        new StringBuilder(record.key() == null ? "" : new String(record.key(), UTF_8));
    text.append(record.value() == null ? "" : new String(record.value(), UTF_8));
    record.headers().forEach(it -> text.append(new String(it.value(), UTF_8)));
    return text.toString();
  }
}
