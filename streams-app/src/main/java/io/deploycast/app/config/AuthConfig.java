package io.deploycast.app.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a target is shown who calls, beside what its type does by itself. */
public sealed interface AuthConfig {
  /** Nothing is added. */
  AuthConfig NONE = new None();

  /** Nothing is added. */
  record None() implements AuthConfig {}

  /** A token that stays, in {@code Authorization}. */
  record Bearer(Secret token) implements AuthConfig {}

  /** User and password, RFC 7617. */
  record Basic(String user, Secret password) implements AuthConfig {}

  /**
   * A key in a header of its own.
   *
   * @param header its name in lower case
   */
  record ApiKey(String header, Secret key) implements AuthConfig {}

  /**
   * Tokens that are asked for and expire: client credentials, RFC 6749, 4.4.
   *
   * @param tokenUrl where they are given out
   * @param scope what they are asked for, or null
   * @param audience for whom, as some servers want to know; or null
   */
  record OAuth2(
      URI tokenUrl,
      String clientId,
      Secret clientSecret,
      @Nullable String scope,
      @Nullable String audience)
      implements AuthConfig {}
}
