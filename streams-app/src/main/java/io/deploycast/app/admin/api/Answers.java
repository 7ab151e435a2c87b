package io.deploycast.app.admin.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.admin.guard.Problem;
import io.deploycast.schema.EventJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpStatus;

/** How requests are read and answers written: JSON both, within bounds. */
final class Answers {
  /** Largest body in bytes: some ten thousand keys of dead letters. */
  private static final int MOST_BODY = 1024 * 1024;

  private Answers() {}

  static void json(Context context, JsonNode json) {
    context.contentType("application/json").result(json.toString());
  }

  /** An order was taken; it is carried out as soon as each instance reads of it. */
  static void accepted(Context context, JsonNode json) {
    context.status(HttpStatus.ACCEPTED_202);
    json(context, json);
  }

  static void problem(Context context, Problem problem) {
    problem.headers().forEach(context::header);
    context.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.toJson());
  }

  /** The body, which must be a JSON object. */
  static ObjectNode body(Context context) {
    byte[] bytes;
    try (InputStream body = context.req().getInputStream()) {
      bytes = body.readNBytes(MOST_BODY + 1);
    } catch (IOException e) {
      throw Problem.badRequest("the body did not arrive").raised();
    }
    if (bytes.length > MOST_BODY) {
      throw new Problem(
              HttpStatus.PAYLOAD_TOO_LARGE_413,
              "the body must have at most %d bytes".formatted(MOST_BODY))
          .raised();
    }
    try {
      if (EventJson.mapper().readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body must be JSON").raised();
    } catch (IOException e) {
      throw Problem.badRequest("the body cannot be read").raised();
    }
    throw Problem.badRequest("the body must be a JSON object").raised();
  }
}
