package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.target.jq.JqTemplate;
import io.deploycast.app.target.jq.TemplateException;
import io.deploycast.schema.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/** A target's {@code when}: a jq boolean over the event. Thread-safe. */
final class EventFilter {
  /** Enough to see what fails, short enough for a header. */
  private static final int MAX_ERROR = 300;

  private final @Nullable JqTemplate when;
  private final TemplateVariables variables;
  private final SecretMask mask;

  private EventFilter(@Nullable JqTemplate when, TemplateVariables variables, SecretMask mask) {
    this.when = when;
    this.variables = variables;
    this.mask = mask;
  }

  /**
   * Compiles a filter.
   *
   * @param when null to want every event
   */
  static EventFilter compile(@Nullable String when, TemplateVariables variables, SecretMask mask)
      throws TemplateException {
    return new EventFilter(when == null ? null : JqTemplate.compile(when), variables, mask);
  }

  Wanted wants(ReceivedEvent event) {
    if (when == null) {
      return Wanted.YES;
    }
    try {
      JsonNode value = when.evaluate(variables.ofEvent(event), event.json());
      if (value.isBoolean()) {
        return value.booleanValue() ? Wanted.YES : Wanted.NO;
      }
      return unanswerable("it must give true or false, gave " + value);
    } catch (TemplateException e) {
      return unanswerable(String.valueOf(e.getMessage()));
    }
  }

  private Wanted unanswerable(String error) {
    return new Wanted.Unanswerable("filter 'when': " + mask.excerpt(error, MAX_ERROR));
  }
}
