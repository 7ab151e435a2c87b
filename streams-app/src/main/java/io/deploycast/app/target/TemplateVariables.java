package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.schema.EventHeaders;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What templates see beside the event. {@code $param} are the target's parameters, {@code $attempt}
 * counts from 1, {@code $headline} is the event in one line, {@code $link} its {@code url} if that
 * leads to the web, else null, {@code $source} where it comes from, a URI reference. {@code $time}
 * is {@code deployedAt} in the unit each product wants, {@code $started} the same of {@code
 * startedAt}, or null without:
 *
 * <pre>{"s":1341746055,"ms":1341746055000,"ns":"1341746055000000000","iso":"2012-07-08T11:14:15Z"}
 * </pre>
 */
final class TemplateVariables {
  /** Soon after it nanoseconds no longer fit a long; events may be of any year. */
  private static final Instant NANOS_FIT_UNTIL = Instant.parse("2262-01-01T00:00:00Z");

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
  Scope ofAttempt(ReceivedEvent event, int attempt) {
    Scope scope = ofEvent(event);
    scope.setValue("attempt", IntNode.valueOf(attempt));
    return scope;
  }

  /** For one event, whatever the attempt. */
  Scope ofEvent(ReceivedEvent event) {
    Scope scope = Scope.newChildScope(parameters);
    JsonNode json = event.json();
    scope.setValue("time", new Once(() -> time(event.deployedAt())));
    scope.setValue("started", new Once(() -> timeOf(json.path("startedAt").asText())));
    scope.setValue("headline", new Once(() -> TextNode.valueOf(Headline.of(json))));
    scope.setValue("source", new Once(() -> source(json)));
    scope.setValue("link", new Once(() -> link(json.path("url").asText())));
    return scope;
  }

  /** Made when it is first asked for, by the one thread that renders the attempt. */
  private static final class Once implements Supplier<JsonNode> {
    private final Supplier<JsonNode> make;
    private @Nullable JsonNode made;

    Once(Supplier<JsonNode> make) {
      this.make = make;
    }

    @Override
    public JsonNode get() {
      JsonNode value = made;
      if (value == null) {
        value = make.get();
        made = value;
      }
      return value;
    }
  }

  private static JsonNode timeOf(String text) {
    try {
      return time(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return NullNode.getInstance();
    }
  }

  private static ObjectNode time(Instant instant) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("s", instant.getEpochSecond())
        .put("ms", instant.toEpochMilli())
        .put("ns", nanos(instant))
        .put("iso", instant.toString());
  }

  private static String nanos(Instant instant) {
    if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(NANOS_FIT_UNTIL)) {
      return Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, instant));
    }
    return BigInteger.valueOf(instant.getEpochSecond())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(instant.getNano()))
        .toString();
  }

  private static JsonNode source(JsonNode event) {
    return TextNode.valueOf(
        EventHeaders.source(
            event.path("repository").textValue(), event.path("service").textValue()));
  }

  /** Products show it for a click, and a scheme such as {@code javascript:} is none to click on. */
  private static JsonNode link(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("https") || scheme.equals("http");
      return web && uri.getHost() != null ? TextNode.valueOf(text) : NullNode.getInstance();
    } catch (URISyntaxException e) {
      return NullNode.getInstance();
    }
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
