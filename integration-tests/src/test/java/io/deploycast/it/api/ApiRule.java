package io.deploycast.it.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.schema.EventJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an API wants of one kind of request.
 *
 * @param path method and path with query, an expression
 * @param headers and what each must be, a text or an expression between slashes
 * @param query and what each parameter must be, decoded
 * @param credential pointer into the body, and the text that must stand there
 * @param encoding of the body: json, form, text, or none where nobody looks at it
 * @param after path of the request that must have come before, or null
 * @param idempotent whether the receiver tells a repetition by an id or key of the request
 * @param answer when all is well
 * @param absent when the event is not there, for a question; else null
 */
record ApiRule(
    Pattern path,
    Map<String, String> headers,
    Map<String, String> query,
    Map<String, String> credential,
    String encoding,
    long maxBytes,
    @Nullable Schema body,
    @Nullable ApiTime time,
    @Nullable String after,
    boolean idempotent,
    ApiAnswer answer,
    @Nullable ApiAnswer absent) {

  /** A rule that a request breaks, and which of the API's answers that gets. */
  record Problem(String answer, String text) {}

  boolean matches(String methodAndPath) {
    return path.matcher(methodAndPath).matches();
  }

  boolean isQuestion() {
    return path.pattern().startsWith("GET ");
  }

  /** What is wrong with a request that matches, or null. */
  @Nullable Problem problem(RecordedRequest request, String uri, Instant now) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String value = request.header(header.getKey());
      if (value == null || !fits(header.getValue(), value)) {
        return new Problem(
            "credentials",
            "header %s must be %s, was %s".formatted(header.getKey(), header.getValue(), value));
      }
    }
    for (Map.Entry<String, String> part : query.entrySet()) {
      if (!decoded(uri).contains(part.getKey() + "=" + part.getValue())) {
        return new Problem("credentials", "query must have " + part + ", was " + uri);
      }
    }
    if (request.body().length() > maxBytes) {
      return new Problem("body", "must be at most " + maxBytes + " bytes");
    }
    return encoding.equals("none") ? null : bodyProblem(request, now);
  }

  private @Nullable Problem bodyProblem(RecordedRequest request, Instant now) {
    JsonNode tree;
    try {
      tree = tree(request.body().text());
    } catch (JsonProcessingException e) {
      return new Problem("body", "must be JSON: " + e.getOriginalMessage());
    }
    for (Map.Entry<String, String> it : credential.entrySet()) {
      if (!tree.at(it.getKey()).asText().equals(it.getValue())) {
        return new Problem("credentials", it.getKey() + " must be the key");
      }
    }
    List<Error> errors = body == null ? List.of() : body.validate(tree);
    if (!errors.isEmpty()) {
      return new Problem("body", errors.toString());
    }
    String late = time == null ? null : time.problem(tree, now);
    return late == null ? null : new Problem("body", late);
  }

  private JsonNode tree(String text) throws JsonProcessingException {
    return switch (encoding) {
      case "form" -> form(text);
      case "text" -> TextNode.valueOf(text);
      default -> EventJson.mapper().readTree(text);
    };
  }

  private static ObjectNode form(String text) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (String field : text.split("&")) {
      String[] parts = field.split("=", 2);
      form.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }
    return form;
  }

  private static boolean fits(String rule, String value) {
    boolean expression = rule.length() > 1 && rule.startsWith("/") && rule.endsWith("/");
    return expression ? value.matches(rule.substring(1, rule.length() - 1)) : value.equals(rule);
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
