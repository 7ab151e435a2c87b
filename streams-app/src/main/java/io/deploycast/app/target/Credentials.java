package io.deploycast.app.target;

import io.deploycast.app.config.AuthConfig;
import io.deploycast.app.http.auth.ClientCredentials;
import io.deploycast.schema.jq.TemplateException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target's {@code auth}, as requests carry it.
 *
 * @param headers that every request gets; made of secrets
 * @param tokens with what access tokens are asked for, or null
 * @param secrets that nobody may see
 */
record Credentials(
    Map<String, String> headers, @Nullable ClientCredentials tokens, Set<String> secrets) {
  private static final String AUTHORIZATION = "authorization";

  static Credentials of(AuthConfig auth) {
    if (auth instanceof AuthConfig.Bearer bearer) {
      return header(AUTHORIZATION, "Bearer ", bearer.token().reveal());
    }
    if (auth instanceof AuthConfig.Basic basic) {
      String password = basic.password().reveal();
      return header(AUTHORIZATION, "Basic ", basic(basic.user(), password)).alsoHiding(password);
    }
    if (auth instanceof AuthConfig.ApiKey key) {
      return header(key.header(), "", key.key().reveal());
    }
    if (auth instanceof AuthConfig.OAuth2 oauth) {
      String secret = oauth.clientSecret().reveal();
      ClientCredentials client =
          new ClientCredentials(
              oauth.tokenUrl(), oauth.clientId(), secret, oauth.scope(), oauth.audience());
      return new Credentials(Map.of(), client, Set.of(secret, client.basic()));
    }
    return new Credentials(Map.of(), null, Set.of());
  }

  /** What stands in a header for a user and a password. */
  static String basic(String user, String password) {
    String both = user + ":" + password;
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** The header that is set, whether now or with each call; empty for none. */
  Optional<String> headerName() {
    return tokens == null ? headers.keySet().stream().findFirst() : Optional.of(AUTHORIZATION);
  }

  /**
   * Sees to it that no other header is overridden.
   *
   * @param taken names that the target sets without us
   */
  void requireNoClash(Set<String> taken) throws TemplateException {
    String name = headerName().orElse("");
    if (HeaderTemplates.isOurs(name)) {
      throw new TemplateException("'auth' must not set '" + name + "', which this software sets");
    }
    if (taken.contains(name)) {
      throw new TemplateException(
          "'auth' must not set '%s', which the target's parameters set already".formatted(name));
    }
  }

  private Credentials alsoHiding(String secret) {
    Set<String> all = new HashSet<>(secrets);
    all.add(secret);
    return new Credentials(headers, tokens, all);
  }

  private static Credentials header(String name, String before, String secret) {
    return new Credentials(Map.of(name, before + secret), null, Set.of(secret));
  }
}
