package io.deploycast.app.http.auth;

import io.deploycast.app.http.AnswerParts;
import io.deploycast.app.http.HttpCall;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token is asked for with.
 *
 * @param scope what it is to be good for, or null
 * @param audience for whom, an extension of some servers; or null
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>
 */
public record ClientCredentials(
    URI tokenUrl,
    String clientId,
    String clientSecret,
    @Nullable String scope,
    @Nullable String audience) {

  /**
   * The request for a token; id and secret go as RFC 6749, 2.3.1, wants every server to take them.
   */
  HttpCall call() {
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    append(form, "scope", scope);
    append(form, "audience", audience);
    return new HttpCall(
        "POST",
        tokenUrl,
        Map.of(
            "content-type",
            "application/x-www-form-urlencoded",
            "accept",
            "application/json",
            "authorization",
            "Basic " + basic()),
        form.toString(),
        new AnswerParts(true, null, false));
  }

  /** Id and secret as they are sent; a secret itself. */
  public String basic() {
    String both = encoded(clientId) + ":" + encoded(clientSecret);
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ClientCredentials[" + clientId + " at " + tokenUrl + "]";
  }

  private static void append(StringBuilder form, String name, @Nullable String value) {
    if (value != null) {
      form.append('&').append(name).append('=').append(encoded(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
