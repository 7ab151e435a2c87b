package io.deploycast.app.target;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.deploycast.schema.jq.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The headers of Standard Webhooks; without a secret all but the signature. Thread-safe.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class WebhookSigner {
  private final List<Webhook> keys;

  private WebhookSigner(List<Webhook> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * A signer.
   *
   * @param secrets each {@code whsec_} and base64; while a key is changed the old and the new one,
   *     so that the receiver can accept either
   * @throws IllegalArgumentException when a secret is not that; the message does not show it
   */
  static WebhookSigner with(List<String> secrets) {
    List<Webhook> keys = new ArrayList<>();
    for (String secret : secrets) {
      try {
        keys.add(new Webhook(secret));
      } catch (EmptyWebhookSecretException e) {
        throw new IllegalArgumentException("a signing secret must not be empty", e);
      }
    }
    return new WebhookSigner(keys);
  }

  /**
   * The headers of one attempt.
   *
   * @param eventId the receiver's idempotency key; the schema keeps dots out of it
   * @param attemptAt receivers refuse what is older than some minutes, so every attempt is signed
   *     anew
   * @param body exactly what is sent
   */
  Map<String, String> headers(String eventId, Instant attemptAt, String body)
      throws TemplateException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Webhook.UNBRANDED_MSG_ID_KEY, eventId);
    headers.put(Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, String.valueOf(attemptAt.getEpochSecond()));
    if (!keys.isEmpty()) {
      StringJoiner signatures = new StringJoiner(" ");
      for (Webhook key : keys) {
        signatures.add(sign(key, eventId, attemptAt, body));
      }
      headers.put(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, signatures.toString());
    }
    return headers;
  }

  private static String sign(Webhook key, String eventId, Instant attemptAt, String body)
      throws TemplateException {
    try {
      return key.sign(eventId, attemptAt.getEpochSecond(), body);
    } catch (WebhookSigningException e) {
      throw new TemplateException("the request could not be signed: " + e.getMessage());
    }
  }
}
