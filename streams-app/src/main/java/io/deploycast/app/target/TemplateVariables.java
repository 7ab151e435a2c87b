package io.deploycast.app.target;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import net.thisptr.jackson.jq.Scope;

/**
 * What templates see beside the event: {@code $param}, {@code $attempt} and {@code $time}, which
 * offers the event's {@code deployedAt} in the unit each product wants:
 *
 * <pre>{"s":1341746055,"ms":1341746055000,"ns":"1341746055000000000","iso":"2012-07-08T11:14:15Z"}
 * </pre>
 */
final class TemplateVariables {
  private final Scope parameters;

  TemplateVariables(Map<String, ParameterValue> values) {
    parameters = JqTemplate.newScope();
    parameters.setValue("param", tree(values));
  }

  /** Without an event, for what is the same for all of them. */
  Scope ofTarget() {
    return parameters;
  }

  /** For one attempt of one event. */
  Scope ofAttempt(Instant deployedAt, int attempt) {
    Scope scope = ofEvent(deployedAt);
    scope.setValue("attempt", IntNode.valueOf(attempt));
    return scope;
  }

  /** For one event, whatever the attempt. */
  Scope ofEvent(Instant deployedAt) {
    Scope scope = Scope.newChildScope(parameters);
    scope.setValue("time", time(deployedAt));
    return scope;
  }

  private static ObjectNode time(Instant instant) {
    // Past the year 2262 nanoseconds no longer fit a long, and events may be of any year.
    BigInteger nanos =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(instant.getNano()));
    return JsonNodeFactory.instance
        .objectNode()
        .put("s", instant.getEpochSecond())
        .put("ms", instant.toEpochMilli())
        .put("ns", nanos.toString())
        .put("iso", instant.toString());
  }

  private static ObjectNode tree(Map<String, ParameterValue> values) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (name, value) -> {
          if (value instanceof ParameterValue.Text text) {
            tree.put(name, text.text());
          } else if (value instanceof ParameterValue.Texts texts) {
            ArrayNode items = tree.putArray(name);
            texts.texts().forEach(items::add);
          } else if (value instanceof Secret secret) {
            tree.put(name, secret.reveal());
          }
        });
    return tree;
  }
}
