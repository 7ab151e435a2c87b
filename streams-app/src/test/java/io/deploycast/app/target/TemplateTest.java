package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.Map;
import net.thisptr.jackson.jq.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
  private static final Map<String, ParameterValue> PARAMETERS =
      Map.of("url", new ParameterValue.Text("https://example.com/base/"));

  private final TemplateVariables variables = new TemplateVariables(PARAMETERS);

  @Test
  void offersTheEventsTimeInEveryUnit() throws Exception {
    Scope scope = variables.ofAttempt(at("2012-07-08T11:14:15.123456789Z"), 3);
    assertThat(evaluate("$time", scope).toString())
        .isEqualTo(
            "{\"s\":1341746055,\"ms\":1341746055123,\"ns\":\"1341746055123456789\","
                + "\"iso\":\"2012-07-08T11:14:15.123456789Z\"}");
    assertThat(evaluate("$attempt", scope).intValue()).isEqualTo(3);
  }

  @Test
  void countsNanosecondsOfEveryYear() throws Exception {
    Scope scope = variables.ofEvent(at("9999-12-31T23:59:59Z"));
    assertThat(evaluate("$time.ns", scope).asText()).isEqualTo("253402300799000000000");
  }

  @Test
  void encodesEveryPartOfAnAddressButTheConfiguredOne() throws Exception {
    JsonNode event = JsonNodeFactory.instance.objectNode().put("release", "1.0/../ä?x=1#y");
    UrlTemplate url = UrlTemplate.compile("{$param.url}/releases/{.release}/deploys?n={1 + 1}");
    assertThat(url.render(variables.ofTarget(), event).toString())
        .isEqualTo("https://example.com/base/releases/1.0%2F..%2F%C3%A4%3Fx%3D1%23y/deploys?n=2");
  }

  @Test
  void keepsAnAddressThatNothingFollowsAsItIs() throws Exception {
    UrlTemplate url = UrlTemplate.compile("{$param.url}");
    assertThat(url.render(variables.ofTarget(), NullNode.getInstance()).toString())
        .isEqualTo("https://example.com/base/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void refusesAPartThatWouldLeadElsewhere(String release) throws Exception {
    JsonNode event = JsonNodeFactory.instance.objectNode().put("release", release);
    UrlTemplate url = UrlTemplate.compile("{$param.url}/releases/{.release}");
    assertThatThrownBy(() -> url.render(variables.ofTarget(), event))
        .isInstanceOf(TemplateException.class)
        .hasMessage("a part of the address must not be empty, '.' or '..'");
  }

  @Test
  void encodesEventTextInHeadersByTheRuleOfCloudEvents() throws Exception {
    String text = "a\r\nx: y \"100%\" \u010D\u010A \u0085 é 🚀";
    StepSpec spec =
        new StepSpec(
            "one",
            Setting.fixed("POST"),
            Setting.fixed("{$param.url}"),
            Map.of(),
            Map.of("x-note", ".description"),
            null,
            null,
            Setting.fixed("."),
            BodyEncoding.JSON,
            null,
            null,
            AnswerSpec.USUAL);
    JsonNode tree = Events.json("/targets/events/minimal.json");
    ((ObjectNode) tree).put("description", text);
    ReceivedEvent event = Events.event(tree);
    assertThat(
            CallTemplate.compile(spec, PARAMETERS, variables)
                .render(event, 1, Instant.EPOCH, AnswerParts.NONE)
                .headers())
        .containsEntry(
            "x-note",
            "a%0D%0Ax:%20y%20%22100%25%22%20%C4%8D%C4%8A%20%C2%85%20%C3%A9%20%F0%9F%9A%80");
  }

  @Test
  void endsARecursionWithoutEnd() throws Exception {
    JqTemplate endless = JqTemplate.compile("def f: 1 + f; f");
    assertThatThrownBy(() -> endless.evaluate(variables.ofTarget(), NullNode.getInstance()))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("recurses without end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "env.PATH", "$ENV.PATH", "now"})
  void seesNeitherEnvironmentNorClock(String expression) throws Exception {
    JqTemplate template = JqTemplate.compile(expression);
    assertThatThrownBy(() -> template.evaluate(variables.ofTarget(), NullNode.getInstance()))
        .isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", ".[]"})
  void wantsExactlyOneValue(String expression) throws Exception {
    JqTemplate template = JqTemplate.compile(expression);
    JsonNode two = JsonNodeFactory.instance.arrayNode().add(1).add(2);
    assertThatThrownBy(() -> template.evaluate(variables.ofTarget(), two))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("must give one value");
  }

  private static ReceivedEvent at(String deployedAt) {
    ObjectNode tree = (ObjectNode) Events.json("/targets/events/minimal.json");
    return Events.event(tree.put("deployedAt", deployedAt));
  }

  private static JsonNode evaluate(String expression, Scope scope) throws TemplateException {
    return JqTemplate.compile(expression).evaluate(scope, NullNode.getInstance());
  }
}
