package io.deploycast.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events as trees, some of them beyond a limit, and the record made from such a tree. */
final class RandomEvents {
  private static final List<String> ALPHABET =
      List.of("a", "Z", "9", "-", "_", " ", "é", "日", "😀", "\"", "\n");

  private final Random random;

  RandomEvents(Random random) {
    this.random = random;
  }

  ObjectNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", id());
    tree.put("release", text(256));
    tree.put("deployedAt", Instant.ofEpochSecond(random.nextInt()).toString());
    tree.put("deploymentId", id());
    maybe(tree, "service", 256);
    maybe(tree, "environment", 256);
    tree.put("status", "failed");
    maybe(tree, "previousRelease", 256);
    maybe(tree, "commit", 256);
    maybe(tree, "branch", 256);
    maybe(tree, "repository", 2_048);
    maybe(tree, "actor", 256);
    maybe(tree, "url", 2_048);
    maybe(tree, "description", 4_096);
    if (random.nextInt(3) == 0) {
      attributes(tree.putObject("attributes"));
    }
    return tree;
  }

  private void attributes(ObjectNode attributes) {
    int count = random.nextInt(10) == 0 ? 60 + random.nextInt(8) : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String name = random.nextInt(30) == 0 ? text(256) : "name" + i;
      attributes.put(name, random.nextInt(30) == 0 ? text(1_024) : "");
    }
  }

  private void maybe(ObjectNode tree, String property, int limit) {
    if (random.nextInt(4) == 0) {
      tree.put(property, text(limit));
    }
  }

  private String id() {
    StringBuilder id = new StringBuilder();
    int length = random.nextInt(20) == 0 ? random.nextInt(140) : 16 + random.nextInt(113);
    for (int i = 0; i < length; i++) {
      id.append("aZ9-_".charAt(random.nextInt(5)));
    }
    return random.nextInt(30) == 0 ? id.append('.').toString() : id.toString();
  }

  /** Mostly short; sometimes empty, at the limit, or one beyond. */
  private String text(int limit) {
    int length =
        switch (random.nextInt(30)) {
          case 0 -> 0;
          case 1 -> limit;
          case 2 -> limit + 1;
          default -> 1 + random.nextInt(20);
        };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
    }
    return text.toString();
  }

  static DeploymentEvent toEvent(JsonNode tree) {
    Map<String, String> attributes = new HashMap<>();
    tree.path("attributes")
        .properties()
        .forEach(it -> attributes.put(it.getKey(), it.getValue().textValue()));
    return DeploymentEvent.builder(
            tree.path("id").textValue(),
            tree.path("release").textValue(),
            Instant.parse(tree.path("deployedAt").textValue()))
        .deploymentId(tree.path("deploymentId").textValue())
        .service(tree.path("service").textValue())
        .environment(tree.path("environment").textValue())
        .status(DeploymentStatus.ofWireName(tree.path("status").textValue()).orElseThrow())
        .previousRelease(tree.path("previousRelease").textValue())
        .commit(tree.path("commit").textValue())
        .branch(tree.path("branch").textValue())
        .repository(tree.path("repository").textValue())
        .actor(tree.path("actor").textValue())
        .url(tree.path("url").textValue())
        .description(tree.path("description").textValue())
        .attributes(attributes)
        .build();
  }
}
