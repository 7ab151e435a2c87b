package io.deploycast.app.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of a target type, its templates as texts.
 *
 * @param url address with jq in braces
 * @param headers name to jq over parameters only; a null leaves the header out
 * @param eventHeaders name to jq over the event; values are percent-encoded, a null leaves it out
 * @param headerList parameter with headers of the user's own, or null
 * @param idempotencyKey jq over parameters: how the header is written, {@code "quoted"}, {@code
 *     "plain"}, or null for none
 * @param body jq over the event
 * @param encoding how the body's value is sent
 * @param signingParameters parameters with Standard Webhooks secrets; null for no signature headers
 *     at all
 * @param lookUp how to find out whether the event is there already, or null
 */
public record StepSpec(
    String name,
    Setting method,
    Setting url,
    Map<String, String> headers,
    Map<String, String> eventHeaders,
    @Nullable String headerList,
    @Nullable String idempotencyKey,
    Setting body,
    BodyEncoding encoding,
    @Nullable List<String> signingParameters,
    @Nullable LookUpSpec lookUp,
    AnswerSpec answer) {
  public StepSpec {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    eventHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(eventHeaders));
    signingParameters = signingParameters == null ? null : List.copyOf(signingParameters);
  }
}
