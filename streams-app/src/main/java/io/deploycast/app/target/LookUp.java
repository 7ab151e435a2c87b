package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.http.Answer;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.ResponseClassifier;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The question whether a product has an event already, asked before an attempt is repeated whose
 * answer never came. Thread-safe.
 */
final class LookUp {
  private static final AnswerParts BODY = new AnswerParts(true, null, false);

  private final UrlTemplate url;
  private final Map<String, String> headers;
  private final JqTemplate found;
  private final TemplateVariables variables;
  private final ResponseClassifier classifier = new ResponseClassifier(Set.of());

  private LookUp(LookUpSpec spec, Map<String, String> headers, TemplateVariables variables)
      throws TemplateException {
    this.url = UrlTemplate.compile(spec.url());
    this.headers = headers;
    this.found = JqTemplate.compile(spec.found());
    this.variables = variables;
  }

  /**
   * Compiles a step's look-up for a target; null when it has none, or the target wants none.
   *
   * @param headers of every request of the step
   */
  static @Nullable LookUp compile(
      StepSpec step, Map<String, String> headers, TemplateVariables variables)
      throws TemplateException {
    LookUpSpec spec = step.lookUp();
    return spec == null || !isWanted(spec, variables) ? null : new LookUp(spec, headers, variables);
  }

  private static boolean isWanted(LookUpSpec spec, TemplateVariables variables)
      throws TemplateException {
    if (spec.when() == null) {
      return true;
    }
    JsonNode wanted =
        JqTemplate.compile(spec.when()).evaluate(variables.ofTarget(), NullNode.getInstance());
    return wanted.asBoolean();
  }

  HttpCall render(ReceivedEvent event) throws TemplateException {
    return new HttpCall(
        "GET", url.render(variables.ofEvent(event), event.json()), headers, "", BODY);
  }

  /**
   * How the attempt ends by the answer: delivered when the event is there, retriable when the
   * product is away or asks for a pause. Null to go on and send it: it is not there, or nobody
   * knows, such as with a token that may only write.
   */
  @Nullable Outcome judge(Answer answer) {
    Outcome outcome = classifier.classify(answer);
    if (outcome instanceof Outcome.Delivered && answer instanceof Answer.Complete complete) {
      return isFound(complete) ? outcome : null;
    }
    boolean wait =
        outcome instanceof Outcome.Retriable retriable
            && (retriable.trouble() != Trouble.EVENT || retriable.retryAfter() != null);
    return wait ? outcome : null;
  }

  private boolean isFound(Answer.Complete answer) {
    try {
      JsonNode value = found.evaluate(JqTemplate.newScope(), AnswerRules.tree(answer.body()));
      return value.asBoolean();
    } catch (TemplateException e) {
      // A proxy's page, say: then nobody knows.
      return false;
    }
  }
}
