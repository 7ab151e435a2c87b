package io.deploycast.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deploycast.sandbox.target.RecordedRequest;
import io.deploycast.sandbox.target.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an API answers. In the body {@code ${echo}} becomes what the request said, secrets and all,
 * as products do that quote what they refuse; {@code ${problem}} becomes the rule that was broken.
 *
 * @param lost whether the connection ends instead, after the request was taken
 */
record ApiAnswer(int status, Map<String, String> headers, String body, boolean lost) {
  private static final int ECHOED = 1_000;

  static ApiAnswer of(JsonNode node) {
    Map<String, String> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(it -> headers.put(it.getKey(), it.getValue().asText()));
    return new ApiAnswer(
        node.path("status").asInt(200),
        headers,
        node.path("body").asText(),
        node.path("lost").asBoolean());
  }

  Reply reply(RecordedRequest request, String problem) {
    if (lost) {
      return new Reply.ResetBeforeReply();
    }
    String text =
        body.replace("${echo}", quoted(echo(request))).replace("${problem}", quoted(problem));
    Reply.Answer answer = Reply.status(status).withBody(text);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static String echo(RecordedRequest request) {
    String body = request.body().text();
    return request.path()
        + " "
        + request.headers()
        + " "
        + body.substring(0, Math.min(ECHOED, body.length()));
  }

  private String quoted(String text) {
    String json = TextNode.valueOf(text).toString();
    return body.startsWith("{") ? json.substring(1, json.length() - 1) : text;
  }
}
