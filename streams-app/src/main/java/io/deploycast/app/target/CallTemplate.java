package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.Scope;

/** One step of one target, compiled: makes a request of an event. Thread-safe. */
final class CallTemplate {
  private final String method;
  private final UrlTemplate url;
  private final HeaderTemplates headers;
  private final JqTemplate body;
  private final BodyEncoding encoding;
  private final TemplateVariables variables;

  private CallTemplate(
      StepSpec spec, Map<String, ParameterValue> parameters, TemplateVariables variables)
      throws TemplateException {
    this.method = spec.method().in(parameters);
    this.url = UrlTemplate.compile(spec.url().in(parameters));
    this.headers = HeaderTemplates.compile(spec, parameters, variables);
    this.body = JqTemplate.compile(spec.body().in(parameters));
    this.encoding = spec.encoding();
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
    return new CallTemplate(spec, parameters, variables);
  }

  /** Headers that are the same for every event; some were made of secrets. */
  Map<String, String> constantHeaders() {
    return headers.constants();
  }

  /** Names of the headers that it sets. */
  Set<String> headerNames() {
    return headers.names();
  }

  /**
   * The request for an event.
   *
   * @param now signed into it
   * @param parts what is wanted of its answer
   * @throws TemplateException when a template fails on this event
   */
  HttpCall render(ReceivedEvent event, int attempt, Instant now, AnswerParts parts)
      throws TemplateException {
    Scope scope = variables.ofAttempt(event, attempt);
    URI uri = url.render(scope, event.json());
    JsonNode value = body.evaluate(scope, event.json());
    String content = encoding.encode(value);
    return new HttpCall(method, uri, headers.render(event, scope, now, content), content, parts);
  }
}
