package io.deploycast.app.target;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.SecretMask;
import io.deploycast.schema.ReceivedEvent;
import io.deploycast.schema.jq.TemplateException;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target would send for an event, made without connecting to anything and fit to be shown.
 *
 * @param notes why the engine would not send it, each a sentence; empty as a rule
 * @param error why the requests end here, or null
 */
public record Rendering(List<Request> requests, List<String> notes, @Nullable String error) {
  private static final int MAX_ERROR = 300;

  /** One request, its secrets masked. */
  public record Request(String method, String url, Map<String, String> headers, String body) {}

  public Rendering {
    requests = List.copyOf(requests);
    notes = List.copyOf(notes);
  }

  /**
   * Renders an event.
   *
   * @param config one that {@code ConfigLoader} accepted
   * @param now signed into the requests
   */
  public static Rendering of(
      TargetTypes types, TargetConfig config, ReceivedEvent event, Instant now) {
    TargetType type = types.find(config.type()).orElseThrow();
    CompiledTarget target;
    try {
      target = CompiledTarget.of(type, config);
    } catch (TemplateException e) {
      return new Rendering(List.of(), List.of(), words(CompiledTarget.mask(config), e));
    }
    List<String> notes = notes(type, target, event, now);
    if (Credentials.of(config.connection().auth()).tokens() != null) {
      notes.add("an access token would be added as 'authorization'");
    }
    List<Request> requests = new ArrayList<>();
    for (CompiledTarget.Step step : target.steps()) {
      try {
        HttpCall call = step.render(event, 1, now, AnswerParts.NONE);
        requests.add(masked(call, target.mask()));
      } catch (TemplateException e) {
        return new Rendering(requests, notes, words(target.mask(), e));
      }
    }
    return new Rendering(requests, notes, null);
  }

  private static List<String> notes(
      TargetType type, CompiledTarget target, ReceivedEvent event, Instant now) {
    List<String> notes = new ArrayList<>();
    Wanted wanted = target.filter().wants(event);
    if (wanted instanceof Wanted.Unanswerable unanswerable) {
      notes.add("it would become a dead letter: " + unanswerable.error());
    } else if (!(wanted instanceof Wanted.Yes)) {
      notes.add("the target's filter leaves this event out");
    }
    Duration age = Duration.between(event.deployedAt(), now);
    type.maxAge()
        .filter(most -> age.compareTo(most) > 0)
        .ifPresent(
            most ->
                notes.add(
                    "it is older than the %s that this type takes"
                        .formatted(DurationText.format(most))));
    return notes;
  }

  private static Request masked(HttpCall call, SecretMask mask) {
    Map<String, String> headers = new LinkedHashMap<>();
    call.headers().forEach((name, value) -> headers.put(name, mask.mask(value)));
    String url = mask.mask(call.uri().toString());
    return new Request(call.method(), url, headers, mask.mask(call.body()));
  }

  private static String words(SecretMask mask, TemplateException e) {
    return "template: " + mask.excerpt(String.valueOf(e.getMessage()), MAX_ERROR);
  }
}
