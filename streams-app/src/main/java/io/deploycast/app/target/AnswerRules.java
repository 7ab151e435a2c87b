package io.deploycast.app.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Trouble;
import io.deploycast.app.http.Answer;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.ResponseClassifier;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what an answer of one step means for the delivery: by its status, then its body. Pure. */
final class AnswerRules {
  /** A rate limit without a time: what most products count in is a minute. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** The status of a rate limit that names none. */
  private static final int TOO_MANY_REQUESTS = 429;

  private final ResponseClassifier classifier;
  private final @Nullable JqTemplate verdict;
  private final AnswerSpec spec;

  private AnswerRules(AnswerSpec spec) throws TemplateException {
    this.spec = spec;
    this.verdict = spec.verdict() == null ? null : JqTemplate.compile(spec.verdict());
    this.classifier =
        new ResponseClassifier(spec.success(), spec.permanent(), spec.retriable(), spec.refused());
  }

  static AnswerRules compile(AnswerSpec spec) throws TemplateException {
    return new AnswerRules(spec);
  }

  /** What of an answer these rules look at. */
  AnswerParts parts() {
    return new AnswerParts(verdict != null, spec.rateLimitHeader(), false);
  }

  Outcome judge(Answer answer) {
    Outcome outcome = classifier.classify(answer);
    if (answer instanceof Answer.Complete complete) {
      if (outcome instanceof Outcome.Delivered && verdict != null) {
        return judge(verdict, complete);
      }
      if (outcome instanceof Outcome.Retriable retriable
          && retriable.retryAfter() == null
          && complete.status() == TOO_MANY_REQUESTS
          && spec.pause() != null) {
        return new Outcome.Retriable(
            retriable.error(), retriable.status(), Trouble.EVENT, spec.pause());
      }
    }
    return outcome;
  }

  private Outcome judge(JqTemplate verdict, Answer.Complete answer) {
    int status = answer.status();
    String error = "answered " + status + " and a refusal: " + answer.excerpt();
    return switch (verdict(verdict, answer)) {
      case DELIVERED -> new Outcome.Delivered(status);
      case REJECTED -> new Outcome.Permanent(DeadLetterReason.REJECTED, error, status);
      case RETRIABLE -> new Outcome.Retriable(error, status);
      case THROTTLED -> {
        Duration pause = answer.retryAfter();
        Duration otherwise = spec.pause() == null ? PAUSE : spec.pause();
        yield new Outcome.Retriable(
            error, status, Trouble.EVENT, pause == null ? otherwise : pause);
      }
    };
  }

  /** An answer that is not the product's, such as a proxy's page, may be another next time. */
  private static Verdict verdict(JqTemplate verdict, Answer.Complete answer) {
    try {
      JsonNode word = verdict.evaluate(JqTemplate.newScope(), tree(answer.body()));
      return Verdict.valueOf(word.asText().toUpperCase(Locale.ROOT));
    } catch (TemplateException | IllegalArgumentException e) {
      return Verdict.RETRIABLE;
    }
  }

  /** The body as JSON, else as a text. */
  static JsonNode tree(String body) {
    try {
      JsonNode tree = EventJson.mapper().readTree(body);
      return tree.isMissingNode() ? TextNode.valueOf(body) : tree;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(body);
    }
  }
}
