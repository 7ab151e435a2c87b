package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The kinds of text a parameter can hold. Problems never show the value: it may be a secret. */
public enum ParameterFormat {
  /** Any text. */
  TEXT {
    @Override
    Optional<String> problemWith(String value) {
      return Optional.empty();
    }
  },
  /** A jq expression; the target types say whether it is one. May have several lines. */
  JQ {
    @Override
    Optional<String> problemWith(String value) {
      return Optional.empty();
    }
  },
  /** A complete address that is called as it stands, except for jq in braces in its path. */
  URL_TEMPLATE {
    @Override
    Optional<String> problemWith(String value) {
      int brace = value.indexOf('{');
      if (brace < 0) {
        return problemWithUrl(value);
      }
      int host = value.indexOf("://");
      int path = host < 0 ? -1 : value.indexOf('/', host + "://".length());
      return path < 0 || brace < path
          ? Optional.of("must begin with http:// or https:// and a host; jq in braces comes after")
          : problemWithUrl(value.substring(0, path + 1));
    }
  },
  /** A complete address that is called as it stands. */
  URL {
    @Override
    Optional<String> problemWith(String value) {
      return problemWithUrl(value);
    }
  },
  /** An address that a path is put after. */
  BASE_URL {
    @Override
    Optional<String> problemWith(String value) {
      Optional<String> problem = problemWithUrl(value);
      if (problem.isPresent()) {
        return problem;
      }
      return URI.create(value).getRawQuery() == null
          ? Optional.empty()
          : Optional.of("must end before the query, which begins with '?'");
    }
  },
  /** The key of a Standard Webhooks signature, {@code whsec_} and base64. */
  SIGNING_SECRET {
    @Override
    Optional<String> problemWith(String value) {
      return problemWithSigningSecret(value);
    }
  };

  /** Fewest bytes of a signing secret, by the Standard Webhooks specification. */
  private static final int LEAST_SECRET_BYTES = 24;

  /** Most bytes of a signing secret, by the Standard Webhooks specification. */
  private static final int MOST_SECRET_BYTES = 64;

  private static final String SECRET_PREFIX = "whsec_";

  /** The rule that the value breaks, to be read after the key path; empty when it is fine. */
  abstract Optional<String> problemWith(String value);

  private static Optional<String> problemWithUrl(String value) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      return Optional.of(
          "must be a URL, has a character at position " + (e.getIndex() + 1) + " that it may not");
    }
    String scheme = uri.getScheme();
    if (scheme == null) {
      return Optional.of("must begin with http:// or https://");
    }
    if (!scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      return Optional.of(
          "must begin with http:// or https://, began with '" + Excerpt.of(scheme, 20) + ":'");
    }
    if (uri.getRawUserInfo() != null || (uri.getHost() == null && value.contains("@"))) {
      return Optional.of(
          "must not hold a user name or password; give credentials in a parameter of their own");
    }
    if (uri.getHost() == null) {
      return Optional.of("must name a host of a-z 0-9 - . after " + scheme + "://");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return Optional.of("must have a port from 1 to 65535, was " + uri.getPort());
    }
    return uri.getRawFragment() == null
        ? Optional.empty()
        : Optional.of("must end before the fragment, which begins with '#'");
  }

  private static Optional<String> problemWithSigningSecret(String value) {
    String encoded =
        value.startsWith(SECRET_PREFIX) ? value.substring(SECRET_PREFIX.length()) : value;
    int bytes;
    try {
      bytes = Base64.getDecoder().decode(encoded).length;
    } catch (IllegalArgumentException e) {
      return Optional.of("must be whsec_ and then base64; 'openssl rand -base64 32' makes one");
    }
    return bytes >= LEAST_SECRET_BYTES && bytes <= MOST_SECRET_BYTES
        ? Optional.empty()
        : Optional.of(
            "must be base64 of %d to %d bytes, was %d; 'openssl rand -base64 32' makes one"
                .formatted(LEAST_SECRET_BYTES, MOST_SECRET_BYTES, bytes));
  }
}
