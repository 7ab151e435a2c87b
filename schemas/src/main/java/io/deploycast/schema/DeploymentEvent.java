package io.deploycast.schema;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fact that is announced: one deployment. Its constructor holds the rules of the closed schema
 * {@code deployment-event.v1.json}, so an instance is always fit to be written. Immutable.
 *
 * <p>Readers of the topic use {@link ReceivedEvent} instead, which also keeps what a newer writer
 * added.
 *
 * @param id identity of the event and idempotency key of every attempt
 * @param release the release number, any text
 * @param deployedAt when the deployment took place
 * @param deploymentId ties the event of a start to the event of its end; the id when left out
 * @param service what was deployed; also the record key
 * @param repository address of the source repository, or null
 * @param url a page about the deployment, usually the CI run, or null
 * @param attributes further facts, text to text; iterates in the order of the keys
 */
public record DeploymentEvent(
    String id,
    String release,
    Instant deployedAt,
    String deploymentId,
    @Nullable Instant startedAt,
    @Nullable Instant committedAt,
    @Nullable String service,
    @Nullable String environment,
    DeploymentStatus status,
    @Nullable String previousRelease,
    @Nullable String commit,
    @Nullable String branch,
    @Nullable String repository,
    @Nullable String actor,
    @Nullable String url,
    @Nullable String description,
    Map<String, String> attributes) {

  /** Longest name-like text, in Unicode code points. */
  public static final int MAX_NAME = 256;

  /** Longest address, in code points: what browsers and proxies accept everywhere. */
  public static final int MAX_ADDRESS = 2_048;

  /** Longest description, in code points. */
  public static final int MAX_DESCRIPTION = 4_096;

  /** Most attributes an event carries. */
  public static final int MAX_ATTRIBUTES = 64;

  /** Longest value of an attribute, in code points. */
  public static final int MAX_ATTRIBUTE_VALUE = 1_024;

  /** Largest event a writer sends, in bytes of JSON: a quarter of Kafka's default record limit. */
  public static final int MAX_BYTES = 256 * 1024;

  /** The key of records whose event names no service. */
  public static final String NO_SERVICE_KEY = "-";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,128}");
  private static final Instant YEAR_ZERO = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("9999-12-31T23:59:59.999999999Z");

  public DeploymentEvent {
    requireId("/id", id);
    requireId("/deploymentId", deploymentId);
    requireText("/release", release, MAX_NAME);
    requireTime("/deployedAt", deployedAt);
    requireTime("/startedAt", startedAt);
    requireTime("/committedAt", committedAt);
    requireText("/service", service, MAX_NAME);
    requireText("/environment", environment, MAX_NAME);
    requireText("/previousRelease", previousRelease, MAX_NAME);
    requireText("/commit", commit, MAX_NAME);
    requireText("/branch", branch, MAX_NAME);
    requireText("/repository", repository, MAX_ADDRESS);
    requireText("/actor", actor, MAX_NAME);
    requireText("/url", url, MAX_ADDRESS);
    requireText("/description", description, MAX_DESCRIPTION);
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw broken(
          "/attributes",
          "must hold at most " + MAX_ATTRIBUTES + " entries, had " + attributes.size());
    }
    attributes.forEach(DeploymentEvent::requireAttribute);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** The record key: the service, or {@code -}. */
  public String key() {
    return service == null ? NO_SERVICE_KEY : service;
  }

  /** A builder with the three properties that every event has. */
  public static Builder builder(String id, String release, Instant deployedAt) {
    return new Builder(id, release, deployedAt);
  }

  private static void requireId(String pointer, String text) {
    if (!ID.matcher(text).matches()) {
      throw broken(
          pointer,
          "must be 16 to 128 characters of A-Z a-z 0-9 _ -, was '" + Excerpt.of(text) + "'");
    }
  }

  private static void requireText(String pointer, @Nullable String text, int most) {
    if (text == null) {
      return;
    }
    if (text.isEmpty()) {
      throw broken(pointer, "must not be empty");
    }
    requireLength(pointer, text, most);
  }

  private static void requireLength(String pointer, String text, int most) {
    int length = text.codePointCount(0, text.length());
    if (length > most) {
      throw broken(pointer, "must have at most " + most + " characters, had " + length);
    }
    if (!UnicodeText.isWellFormed(text)) {
      throw broken(pointer, "must be well-formed Unicode, had a lone surrogate");
    }
  }

  private static void requireAttribute(String name, String value) {
    requireText("/attributes", name, MAX_NAME);
    String pointer = "/attributes/" + name.replace("~", "~0").replace("/", "~1");
    requireLength(pointer, value, MAX_ATTRIBUTE_VALUE);
  }

  private static void requireTime(String pointer, @Nullable Instant time) {
    if (time != null && (time.isBefore(YEAR_ZERO) || time.isAfter(YEAR_10000))) {
      throw broken(pointer, "must lie in the years 0000 to 9999, was " + time);
    }
  }

  private static InvalidEventException broken(String pointer, String message) {
    return new InvalidEventException(new Violation(pointer, message));
  }

  /** Collects the optional properties. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private final String release;
    private final Instant deployedAt;
    private @Nullable String deploymentId;
    private @Nullable Instant startedAt;
    private @Nullable Instant committedAt;
    private @Nullable String service;
    private @Nullable String environment;
    private DeploymentStatus status = DeploymentStatus.SUCCEEDED;
    private @Nullable String previousRelease;
    private @Nullable String commit;
    private @Nullable String branch;
    private @Nullable String repository;
    private @Nullable String actor;
    private @Nullable String url;
    private @Nullable String description;
    private Map<String, String> attributes = Map.of();

    private Builder(String id, String release, Instant deployedAt) {
      this.id = id;
      this.release = release;
      this.deployedAt = deployedAt;
    }

    public Builder deploymentId(@Nullable String value) {
      deploymentId = value;
      return this;
    }

    public Builder startedAt(@Nullable Instant value) {
      startedAt = value;
      return this;
    }

    public Builder committedAt(@Nullable Instant value) {
      committedAt = value;
      return this;
    }

    public Builder service(@Nullable String value) {
      service = value;
      return this;
    }

    public Builder environment(@Nullable String value) {
      environment = value;
      return this;
    }

    public Builder status(DeploymentStatus value) {
      status = value;
      return this;
    }

    public Builder previousRelease(@Nullable String value) {
      previousRelease = value;
      return this;
    }

    public Builder commit(@Nullable String value) {
      commit = value;
      return this;
    }

    public Builder branch(@Nullable String value) {
      branch = value;
      return this;
    }

    public Builder repository(@Nullable String value) {
      repository = value;
      return this;
    }

    public Builder actor(@Nullable String value) {
      actor = value;
      return this;
    }

    public Builder url(@Nullable String value) {
      url = value;
      return this;
    }

    public Builder description(@Nullable String value) {
      description = value;
      return this;
    }

    public Builder attributes(Map<String, String> value) {
      attributes = value;
      return this;
    }

    /**
     * The event.
     *
     * @throws InvalidEventException when a property breaks a rule
     */
    public DeploymentEvent build() {
      return new DeploymentEvent(
          id,
          release,
          deployedAt,
          deploymentId == null ? id : deploymentId,
          startedAt,
          committedAt,
          service,
          environment,
          status,
          previousRelease,
          commit,
          branch,
          repository,
          actor,
          url,
          description,
          attributes);
    }
  }
}
