package io.deploycast.app.target;

import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.SecretMask;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.JqTemplate;
import io.deploycast.schema.jq.TemplateException;
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
      return when.test(variables.ofEvent(event), event.json()) ? Wanted.YES : Wanted.NO;
    } catch (TemplateException e) {
      String error = String.valueOf(e.getMessage());
      return new Wanted.Unanswerable("filter 'when': " + mask.excerpt(error, MAX_ERROR));
    }
  }
}
