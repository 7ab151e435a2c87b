package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/** The headers of one step of one target, compiled. Thread-safe. */
final class HeaderTemplates {
  /** What frames or signs a request is not for a configuration to set. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "expect",
          "te",
          "trailer",
          "upgrade",
          "user-agent");

  private static final String IDEMPOTENCY_KEY = "idempotency-key";

  private final Map<String, String> constants;
  private final Map<String, JqTemplate> eventHeaders = new LinkedHashMap<>();

  /** What stands on both sides of the event's id; null for no such header. */
  private final @Nullable String idempotencyQuote;

  private final @Nullable WebhookSigner signer;

  private HeaderTemplates(
      StepSpec spec, Map<String, ParameterValue> parameters, TemplateVariables variables)
      throws TemplateException {
    constants = constants(spec.headers(), variables);
    constants.putAll(listed(spec.headerList(), parameters));
    for (Map.Entry<String, String> header : spec.eventHeaders().entrySet()) {
      eventHeaders.put(header.getKey(), JqTemplate.compile(header.getValue()));
    }
    idempotencyQuote = idempotencyQuote(spec.idempotencyKey(), variables);
    signer = signer(spec.signingParameters(), parameters);
  }

  /**
   * Compiles the headers of a step for a target.
   *
   * @throws TemplateException when an expression is not jq, or a header cannot hold its parameter
   */
  static HeaderTemplates compile(
      StepSpec spec, Map<String, ParameterValue> parameters, TemplateVariables variables)
      throws TemplateException {
    return new HeaderTemplates(spec, parameters, variables);
  }

  /** Whether a configuration may not set that header. */
  static boolean isOurs(String name) {
    return OURS.contains(name) || name.startsWith("webhook-");
  }

  /** Names of all headers that are set, whatever the event. */
  Set<String> names() {
    Set<String> names = new HashSet<>(constants.keySet());
    names.addAll(eventHeaders.keySet());
    if (idempotencyQuote != null) {
      names.add(IDEMPOTENCY_KEY);
    }
    return names;
  }

  /** The headers that are the same for every event. */
  Map<String, String> constants() {
    return constants;
  }

  /**
   * The headers for an event.
   *
   * @param now signed into them
   * @param content the body, exactly as it is sent
   */
  Map<String, String> render(ReceivedEvent event, Scope scope, Instant now, String content)
      throws TemplateException {
    Map<String, String> all = new LinkedHashMap<>(constants);
    for (Map.Entry<String, JqTemplate> header : eventHeaders.entrySet()) {
      JsonNode value = header.getValue().evaluate(scope, event.json());
      put(all, header.getKey(), value, PercentEncoding.header(value.asText()));
    }
    if (idempotencyQuote != null) {
      all.put(IDEMPOTENCY_KEY, idempotencyQuote + event.id() + idempotencyQuote);
    }
    if (signer != null) {
      all.putAll(signer.headers(event.id(), now, content));
    }
    return all;
  }

  private static Map<String, String> constants(
      Map<String, String> templates, TemplateVariables variables) throws TemplateException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : templates.entrySet()) {
      JqTemplate template = JqTemplate.compile(header.getValue());
      JsonNode value = template.evaluate(variables.ofTarget(), NullNode.getInstance());
      requireHolds(header.getKey(), value.asText());
      put(headers, header.getKey(), value, value.asText());
    }
    return headers;
  }

  /** Headers that a target's configuration lists, each {@code name: value}. */
  private static Map<String, String> listed(
      @Nullable String parameter, Map<String, ParameterValue> parameters) throws TemplateException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (parameter == null
        || !(parameters.get(parameter) instanceof ParameterValue.Secrets listed)) {
      return headers;
    }
    for (Secret header : listed.secrets()) {
      String text = header.reveal();
      int colon = text.indexOf(':');
      String name = text.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
      if (!HttpCall.isHeaderName(name)) {
        throw new TemplateException(
            "'%s' must list headers as 'name: value', one has no such name".formatted(parameter));
      }
      if (isOurs(name)) {
        throw new TemplateException(
            "'%s' must not list '%s', which this software sets".formatted(parameter, name));
      }
      String value = text.substring(colon + 1).strip();
      requireHolds(name, value);
      headers.put(name, value);
    }
    return headers;
  }

  private static @Nullable String idempotencyQuote(
      @Nullable String template, TemplateVariables variables) throws TemplateException {
    if (template == null) {
      return null;
    }
    JsonNode form =
        JqTemplate.compile(template).evaluate(variables.ofTarget(), NullNode.getInstance());
    return switch (form.asText()) {
      // A string of RFC 8941; the schema keeps what would have to be escaped out of ids.
      case "quoted" -> "\"";
      case "plain" -> "";
      default -> null;
    };
  }

  private static void requireHolds(String name, String value) throws TemplateException {
    if (!HttpCall.isHeaderValue(value)) {
      throw new TemplateException(
          "header '%s' must be printable ASCII, what the parameters give is not".formatted(name));
    }
  }

  private static void put(Map<String, String> headers, String name, JsonNode value, String text)
      throws TemplateException {
    if (value.isNull()) {
      return;
    }
    if (value.isContainerNode()) {
      throw new TemplateException(
          "header '%s' must be a text, was %s".formatted(name, value.getNodeType()));
    }
    headers.put(name, text);
  }

  private static @Nullable WebhookSigner signer(
      @Nullable List<String> parameterNames, Map<String, ParameterValue> parameters) {
    if (parameterNames == null) {
      return null;
    }
    return WebhookSigner.with(
        parameterNames.stream()
            .map(parameters::get)
            .filter(Objects::nonNull)
            .flatMap(value -> Stream.of(((Secret) value).reveal()))
            .toList());
  }
}
