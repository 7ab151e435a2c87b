package io.deploycast.app.admin.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers that every answer of the admin listener has, errors among them. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** A year, by the second. */
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  private SecurityHeaders() {}

  /**
   * @param tls whether browsers reach the listener by TLS
   */
  static Map<String, String> of(boolean tls) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cache-Control", "no-store");
    if (tls) {
      headers.put("Strict-Transport-Security", STRICT_TRANSPORT);
    }
    return headers;
  }
}
