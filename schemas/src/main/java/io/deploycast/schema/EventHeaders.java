package io.deploycast.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 attributes as record headers, in the Kafka binding's binary mode, so that any
 * CloudEvents consumer can read the topic.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class EventHeaders {
  /** Media type of the value. */
  public static final String CONTENT_TYPE = "content-type";

  private static final String TYPE_PREFIX = "io.deploycast.deployment.";
  private static final String SOURCE_PREFIX = "/deploycast/";

  private EventHeaders() {}

  /** The headers of an event's record, name to text, in the order they are written. */
  public static Map<String, String> of(DeploymentEvent event) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", event.id());
    headers.put("ce_type", TYPE_PREFIX + event.status().wireName());
    headers.put("ce_source", source(event.repository(), event.service()));
    headers.put("ce_time", event.deployedAt().toString());
    headers.put("ce_subject", event.release());
    headers.put(CONTENT_TYPE, "application/json");
    return headers;
  }

  /** The same, as Kafka headers in UTF-8. */
  public static Headers toKafka(DeploymentEvent event) {
    RecordHeaders headers = new RecordHeaders();
    of(event).forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  /**
   * Where an event comes from: its repository, if that is a URI reference, which {@code
   * git@host:a/b} is not; else its service.
   */
  public static String source(@Nullable String repository, @Nullable String service) {
    if (repository != null && isUriReference(repository)) {
      return repository;
    }
    String key = service == null ? DeploymentEvent.NO_SERVICE_KEY : service;
    return SOURCE_PREFIX + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean isUriReference(String text) {
    try {
      return new URI(text).toASCIIString().equals(text);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
