package io.deploycast.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.EventSchema;
import io.deploycast.schema.registry.RegistryException.Kind;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The event's schema in a registry, for a command: waits for answers, and asks again while the
 * registry is in trouble and there is time. For one thread.
 */
public final class SchemaRegistry {
  /** How often a registry in trouble is asked in all, as the field's clients do. */
  private static final int MOST_TRIES = 4;

  /** Pause before the second try; it doubles. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final RegistryClient client;
  private final boolean normalize;
  private final long deadlineNanos;

  /**
   * @param normalize whether the registry compares schemas by their meaning, not by their text
   * @param deadlineNanos {@code System.nanoTime()} at which the last answer must be there
   */
  public SchemaRegistry(RegistrySettings settings, boolean normalize, long deadlineNanos) {
    this.client = new RegistryClient(settings);
    this.normalize = normalize;
    this.deadlineNanos = deadlineNanos;
  }

  /** Registers the event's schema, or finds it there already; the version is not known. */
  public RegisteredSchema register(String subject) {
    RegistryAnswer answer = ask(bound -> client.post(versions(subject) + query(), schema(), bound));
    return RegisteredSchema.of(subject, done(answer, "register", subject));
  }

  /**
   * Finds the event's schema under a subject.
   *
   * @throws RegistryException also when it is not there
   */
  public RegisteredSchema find(String subject) {
    RegistryAnswer answer =
        ask(bound -> client.post("/subjects/" + segment(subject) + query(), schema(), bound));
    return RegisteredSchema.of(subject, done(answer, "find", subject));
  }

  /** The newest schema under a subject; empty when there is none. */
  public Optional<RegisteredSchema> latest(String subject) {
    RegistryAnswer answer = ask(bound -> client.get(versions(subject) + "/latest", bound));
    return isNotFound(answer)
        ? Optional.empty()
        : Optional.of(RegisteredSchema.of(subject, done(answer, "read", subject)));
  }

  /**
   * Whether the event's schema could be registered.
   *
   * @return why not, in the registry's words; none when it could
   */
  public List<String> incompatibilities(String subject) {
    String path = "/compatibility" + versions(subject) + "/latest?verbose=true";
    RegistryAnswer answer = ask(bound -> client.post(path, schema(), bound));
    if (isNotFound(answer)) {
      return List.of();
    }
    JsonNode body = done(answer, "check", subject);
    if (body.path("is_compatible").asBoolean()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    body.path("messages").forEach(it -> words.add(it.asText()));
    if (words.isEmpty()) {
      words.add(body.path("reason").asText("it gave no reason"));
    }
    return words;
  }

  private RegistryAnswer ask(Function<Duration, CompletableFuture<RegistryAnswer>> call) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      RegistryAnswer answer = call.apply(left()).join();
      boolean over = attempt == MOST_TRIES || left().compareTo(pause.multipliedBy(2)) < 0;
      if (over || !(answer instanceof RegistryAnswer.Unavailable)) {
        return answer;
      }
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
          .join();
      pause = pause.multipliedBy(2);
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
  }

  private JsonNode done(RegistryAnswer answer, String what, String subject) {
    if (answer instanceof RegistryAnswer.Done done) {
      return done.body();
    }
    if (answer instanceof RegistryAnswer.Refused refused) {
      throw new RegistryException(
          Kind.REFUSED,
          "schema registry %s: cannot %s subject '%s': %d %s"
              .formatted(client.addresses(), what, subject, refused.code(), refused.message()));
    }
    if (answer instanceof RegistryAnswer.Denied denied) {
      throw new RegistryException(
          Kind.DENIED,
          "schema registry %s; check credentials and certificates".formatted(denied.why()));
    }
    RegistryAnswer.Unavailable unavailable = (RegistryAnswer.Unavailable) answer;
    throw new RegistryException(Kind.UNREACHABLE, "schema registry " + unavailable.why());
  }

  private static boolean isNotFound(RegistryAnswer answer) {
    return answer instanceof RegistryAnswer.Refused refused && refused.isNotFound();
  }

  private static ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("schemaType", RegisteredSchema.JSON)
        .put("schema", EventSchema.registered().toString());
  }

  private String query() {
    return "?normalize=" + normalize;
  }

  private static String versions(String subject) {
    return "/subjects/" + segment(subject) + "/versions";
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
