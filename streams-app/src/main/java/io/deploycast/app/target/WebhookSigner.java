package io.deploycast.app.target;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Standard Webhooks; without a secret all but the signature. Thread-safe.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class WebhookSigner {
  private final @Nullable Webhook key;

  private WebhookSigner(@Nullable Webhook key) {
    this.key = key;
  }

  /**
   * A signer.
   *
   * @param secret {@code whsec_} and base64
   * @throws IllegalArgumentException when the secret is not that; the message does not show it
   */
  static WebhookSigner with(Optional<String> secret) {
    if (secret.isEmpty()) {
      return new WebhookSigner(null);
    }
    try {
      return new WebhookSigner(new Webhook(secret.get()));
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException("a signing secret must not be empty", e);
    }
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
    if (key != null) {
      headers.put(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, sign(key, eventId, attemptAt, body));
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
