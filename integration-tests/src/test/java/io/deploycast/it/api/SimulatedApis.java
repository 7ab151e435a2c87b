package io.deploycast.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.target.TargetType;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.sandbox.target.Arrival;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.Reply;
import io.deploycast.sandbox.target.SimulatedTarget;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The APIs of many types on one server, each below a path of its type's name, and a target for
 * each: with the parameters of its golden requests, every secret of which is a canary.
 */
public final class SimulatedApis implements AutoCloseable {
  /** What every secret holds, so that it can be looked for. */
  public static final String CANARY = "CANARY";

  private static final Path FOLDERS = Path.of("../streams-app/src/test/resources/targets");

  private final InstantSource clock;
  private final Map<String, SimulatedApi> apis = new TreeMap<>();
  private final List<ObjectNode> targets = new ArrayList<>();
  private final SimulatedTarget server = SimulatedTarget.start(Behaviour.chosenBy(this::reply));

  /**
   * Starts them.
   *
   * @param planned events that get a failure at their first request, and which one, from 0, where
   *     an API has so many
   * @param clock by which they judge the times in requests
   */
  public SimulatedApis(
      Collection<String> types, Map<String, Integer> planned, InstantSource clock) {
    this.clock = clock;
    TargetTypes all = TargetTypes.shipped();
    types.forEach(type -> add(all.find(type).orElseThrow(), planned));
  }

  private void add(TargetType type, Map<String, Integer> planned) {
    Path folder = FOLDERS.resolve(type.name());
    ObjectNode target = EventJson.mapper().createObjectNode();
    target.put("name", type.name()).put("type", type.name());
    target.setAll((ObjectNode) json(folder.resolve("parameters-all.json")));
    type.parameters().forEach(spec -> plant(spec, target));
    target.put("url", redirected(type.name(), target.path("url").asText()));
    targets.add(target);
    SimulatedApi api = new SimulatedApi(folder, texts(target), clock);
    api.also().properties().forEach(it -> targets.add(another(target, it)));
    planned.forEach(
        (eventId, failure) -> {
          if (failure < api.failures()) {
            api.plan(eventId, failure);
          }
        });
    apis.put(type.name(), api);
  }

  private ObjectNode another(ObjectNode target, Map.Entry<String, JsonNode> own) {
    ObjectNode another = target.deepCopy();
    another.setAll((ObjectNode) own.getValue());
    String url = redirected(target.path("type").asText(), another.path("url").asText());
    return another.put("name", own.getKey()).put("url", url);
  }

  /** Events of the golden requests: {@code minimal}, {@code full} or {@code hostile}. */
  public static ObjectNode event(String variant) {
    return (ObjectNode) json(FOLDERS.resolve("events").resolve(variant + ".json"));
  }

  /** A target for each, as lines of a configuration. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    targets.forEach(target -> yaml.append("  - ").append(target).append('\n'));
    return yaml.toString();
  }

  public Map<String, SimulatedApi> all() {
    return apis;
  }

  /** The canaries, and the forms that credentials have which were made of them. */
  public List<String> canaries() {
    List<String> canaries = new ArrayList<>(List.of(CANARY));
    for (ObjectNode target : targets) {
      if (target.has("user")) {
        String credentials = target.path("user").asText() + ":" + CANARY;
        byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
        // Without what depends on the bytes that follow.
        canaries.add(Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 8));
      }
    }
    return canaries;
  }

  private Reply reply(Arrival arrival) {
    String[] parts = arrival.request().path().split("/", 3);
    SimulatedApi api = apis.get(parts[1]);
    return api == null
        ? Reply.status(404)
        : api.reply(arrival.request(), "/" + (parts.length < 3 ? "" : parts[2]));
  }

  private static void plant(ParameterSpec spec, ObjectNode target) {
    JsonNode value = target.path(spec.name());
    if (!spec.secret() || value.isMissingNode()) {
      return;
    }
    if (value.isArray()) {
      String header = value.get(0).asText();
      String name = header.substring(0, header.indexOf(':'));
      target.putArray(spec.name()).add(name + ": " + canary(40)).addAll(rest(value));
    } else {
      target.put(spec.name(), planted(value.asText()));
    }
  }

  private static List<JsonNode> rest(JsonNode list) {
    List<JsonNode> rest = new ArrayList<>();
    for (int i = 1; i < list.size(); i++) {
      rest.add(list.get(i));
    }
    return rest;
  }

  /** The last part of an address, the key of a signing secret, or all of it. */
  private static String planted(String secret) {
    int from = secret.startsWith("whsec_") ? 6 : secret.startsWith("https://") ? keyIn(secret) : 0;
    return secret.substring(0, from) + canary(secret.length() - from);
  }

  private static int keyIn(String address) {
    return Math.max(address.lastIndexOf('/'), address.lastIndexOf('=')) + 1;
  }

  /** At least as long as a part of an address must be to count as a key. */
  private static String canary(int length) {
    return CANARY + "0123456789".repeat(5).substring(0, Math.max(6, length - CANARY.length()));
  }

  private String redirected(String type, String url) {
    String below = url.isEmpty() ? "" : url.replaceFirst("https?://[^/?]+", "");
    URI server = this.server.uri("/" + type);
    return server + (type.equals("newrelic") ? "/graphql" : below);
  }

  private static Map<String, String> texts(ObjectNode target) {
    Map<String, String> texts = new LinkedHashMap<>();
    target
        .properties()
        .forEach(
            it -> {
              JsonNode value = it.getValue();
              texts.put(it.getKey(), value.asText());
              for (int i = 0; i < value.size(); i++) {
                texts.put(
                    it.getKey() + "." + i, value.get(i).asText().replaceFirst("^[^:]+: ", ""));
              }
            });
    return texts;
  }

  private static JsonNode json(Path file) {
    try {
      return EventJson.mapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
