package io.deploycast.app.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of a target type, its templates as texts.
 *
 * @param url address with jq in braces
 * @param headers name to jq over parameters only; a null leaves the header out
 * @param eventHeaders name to jq over the event; values are percent-encoded, a null leaves it out
 * @param body jq over the event, gives the JSON that is sent
 * @param signingParameter parameter with the Standard Webhooks secret, or null for no signature
 *     headers at all
 * @param success statuses that mean success; empty for every 2xx
 */
public record StepSpec(
    String name,
    String method,
    String url,
    Map<String, String> headers,
    Map<String, String> eventHeaders,
    String body,
    @Nullable String signingParameter,
    Set<Integer> success) {
  public StepSpec {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    eventHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(eventHeaders));
    success = Set.copyOf(success);
  }
}
