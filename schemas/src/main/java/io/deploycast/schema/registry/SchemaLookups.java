package io.deploycast.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.registry.SchemaFinding.Unusable;
import io.deploycast.schema.registry.SchemaFinding.Usable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what schema ids stand for, without ever blocking: whoever wants to know asks again
 * until there is a finding. One look-up is in flight for an id, however many ask; an id that was
 * found is never asked for again. A registry in trouble is not an unknown id: there is no finding
 * then, and the look-up is repeated as long as somebody asks.
 *
 * <p>Thread-safe; one for the process.
 */
public final class SchemaLookups {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaLookups.class);

  /** Longest wait for one look-up; with the longest pause it is below ten seconds. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  /** Ids remembered; a topic has a handful, so more are somebody's noise. */
  private static final int MOST_IDS = 10_000;

  private final RegistryClient client;
  private final Set<String> subjects;
  private final LongSupplier nanos;
  private final Map<Integer, SchemaLookup> lookups = new ConcurrentHashMap<>();
  private final AtomicBoolean inTrouble = new AtomicBoolean();

  /**
   * Look-ups at one registry.
   *
   * @param subjects those under which the event's schema may stand
   * @param nanos a monotonic clock in nanoseconds
   */
  public SchemaLookups(RegistrySettings settings, Set<String> subjects, LongSupplier nanos) {
    this.client = new RegistryClient(settings);
    this.subjects = Set.copyOf(subjects);
    this.nanos = nanos;
  }

  /** What is known of an id; empty while the registry is being asked. */
  Optional<SchemaFinding> find(int id) {
    if (lookups.size() >= MOST_IDS) {
      lookups.clear();
    }
    SchemaLookup lookup = lookups.computeIfAbsent(id, it -> new SchemaLookup());
    if (lookup.begin(nanos.getAsLong())) {
      // Whatever goes wrong is an answer, else the look-up would count as in flight for ever.
      var unused =
          ask(id)
              .exceptionally(error -> new RegistryAnswer.Unavailable("asking failed: " + error))
              .thenAccept(answer -> take(id, lookup, answer));
    }
    return lookup.finding(nanos.getAsLong());
  }

  /** What keeps values waiting now, in words; empty when nothing does. */
  public Optional<String> problem() {
    long now = nanos.getAsLong();
    return lookups.entrySet().stream()
        .flatMap(it -> it.getValue().problem(now).map(why -> waiting(it.getKey(), why)).stream())
        .findFirst();
  }

  private static String waiting(int id, String why) {
    return "does not say what schema id %d is, and events framed with it wait: %s"
        .formatted(id, why);
  }

  /** Asks for the schema, then for the subjects it stands under. */
  private CompletableFuture<RegistryAnswer> ask(int id) {
    long deadline = nanos.getAsLong() + BOUND.toNanos();
    return client
        .get("/schemas/ids/" + id, BOUND)
        .thenCompose(
            answer -> {
              if (!(answer instanceof RegistryAnswer.Done done) || !isJson(done.body())) {
                return CompletableFuture.completedFuture(answer);
              }
              Duration left = Duration.ofNanos(Math.max(1, deadline - nanos.getAsLong()));
              // One that was deleted softly still says what it is to those who read.
              return client.get("/schemas/ids/%d/versions?deleted=true".formatted(id), left);
            });
  }

  private void take(int id, SchemaLookup lookup, RegistryAnswer answer) {
    long now = nanos.getAsLong();
    if (answer instanceof RegistryAnswer.Done done) {
      lookup.found(finding(id, done.body()), now);
      recovered();
    } else if (answer instanceof RegistryAnswer.Refused refused && refused.isUnknownSchema()) {
      lookup.unknown(
          new Unusable(
              "must be framed with a schema id that the registry %s knows, was framed with %d, which it does not know"
                  .formatted(client.addresses(), id)),
          now);
      recovered();
    } else {
      String why = trouble(answer);
      lookup.failed(why, now);
      if (inTrouble.compareAndSet(false, true)) {
        LOG.atWarn()
            .addKeyValue("schemaId", id)
            .addKeyValue("error", why)
            .log("schema registry cannot be asked; events with ids not yet known wait");
      }
    }
  }

  private void recovered() {
    if (inTrouble.compareAndSet(true, false)) {
      LOG.atInfo().log("schema registry answers again");
    }
  }

  private static String trouble(RegistryAnswer answer) {
    if (answer instanceof RegistryAnswer.Denied denied) {
      return denied.why() + "; check credentials and certificates";
    }
    if (answer instanceof RegistryAnswer.Refused refused) {
      return "it answered %d %s".formatted(refused.code(), refused.message());
    }
    return answer instanceof RegistryAnswer.Unavailable unavailable
        ? unavailable.why()
        : "it gave no answer";
  }

  private SchemaFinding finding(int id, JsonNode body) {
    if (!body.isArray()) {
      return new Unusable(
          "must be framed with the id of a JSON schema, was framed with %d, which is %s"
              .formatted(id, RegisteredSchema.type(body)));
    }
    Set<String> found = new TreeSet<>();
    body.forEach(it -> found.add(withoutContext(it.path("subject").asText())));
    return found.stream().anyMatch(subjects::contains)
        ? new Usable()
        : new Unusable(
            "must be framed with a schema of %s, was framed with %d, which stands under %s"
                .formatted(new TreeSet<>(subjects), id, found.isEmpty() ? "no subject" : found));
  }

  /** {@code :.context:subject} is the subject in a context. */
  private static String withoutContext(String subject) {
    return subject.replaceFirst("^:\\.[^:]*:", "");
  }

  private static boolean isJson(JsonNode body) {
    return RegisteredSchema.type(body).equals(RegisteredSchema.JSON);
  }
}
