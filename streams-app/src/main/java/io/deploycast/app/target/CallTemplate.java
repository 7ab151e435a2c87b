package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.ReceivedEvent;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/** One step of one target, compiled: makes a request of an event. Thread-safe. */
final class CallTemplate {
  private final String method;
  private final UrlTemplate url;
  private final Map<String, String> headers;
  private final Map<String, JqTemplate> eventHeaders;
  private final JqTemplate body;
  private final @Nullable WebhookSigner signer;
  private final TemplateVariables variables;

  private CallTemplate(StepSpec spec, TemplateVariables variables, @Nullable WebhookSigner signer)
      throws TemplateException {
    this.method = spec.method();
    this.url = UrlTemplate.compile(spec.url());
    this.headers = constants(spec.headers(), variables);
    this.eventHeaders = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : spec.eventHeaders().entrySet()) {
      eventHeaders.put(header.getKey(), JqTemplate.compile(header.getValue()));
    }
    this.body = JqTemplate.compile(spec.body());
    this.signer = signer;
    this.variables = variables;
  }

  /**
   * Compiles a step for a target.
   *
   * @throws TemplateException when an expression is not jq, or a header cannot hold its parameter
   */
  static CallTemplate compile(
      StepSpec spec, Map<String, ParameterValue> parameters, TemplateVariables variables)
      throws TemplateException {
    return new CallTemplate(spec, variables, signer(spec, parameters));
  }

  /**
   * The request for an event.
   *
   * @param now signed into it
   * @throws TemplateException when a template fails on this event
   */
  HttpCall render(ReceivedEvent event, int attempt, Instant now) throws TemplateException {
    Scope scope = variables.ofAttempt(event.deployedAt(), attempt);
    URI uri = url.render(scope, event.json());
    String content = body.evaluate(scope, event.json()).toString();
    Map<String, String> all = new LinkedHashMap<>(headers);
    for (Map.Entry<String, JqTemplate> header : eventHeaders.entrySet()) {
      JsonNode value = header.getValue().evaluate(scope, event.json());
      put(all, header.getKey(), value, PercentEncoding.header(value.asText()));
    }
    if (signer != null) {
      all.putAll(signer.headers(event.id(), now, content));
    }
    return new HttpCall(method, uri, all, content);
  }

  private static Map<String, String> constants(
      Map<String, String> templates, TemplateVariables variables) throws TemplateException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : templates.entrySet()) {
      JqTemplate template = JqTemplate.compile(header.getValue());
      JsonNode value = template.evaluate(variables.ofTarget(), NullNode.getInstance());
      if (!HttpCall.isHeaderValue(value.asText())) {
        throw new TemplateException(
            "header '%s' must be printable ASCII, what the parameters give is not"
                .formatted(header.getKey()));
      }
      put(headers, header.getKey(), value, value.asText());
    }
    return headers;
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
      StepSpec spec, Map<String, ParameterValue> parameters) {
    if (spec.signingParameter() == null) {
      return null;
    }
    Optional<String> secret =
        Optional.ofNullable(parameters.get(spec.signingParameter()))
            .map(value -> ((Secret) value).reveal());
    return WebhookSigner.with(secret);
  }
}
