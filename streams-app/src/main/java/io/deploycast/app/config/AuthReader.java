package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code auth}: credentials that any target can have, whatever its type. */
final class AuthReader {
  private static final List<String> TYPES = List.of("bearer", "basic", "api-key", "oauth2");

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /** What a header's value can hold as it stands. */
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");

  private final Section section;
  private final SecretReader secrets;

  AuthReader(Section section, Path file) {
    this.section = section;
    this.secrets = new SecretReader(section, file);
  }

  AuthConfig read() {
    if (section.values().isEmpty()) {
      return AuthConfig.NONE;
    }
    Optional<String> type = section.requiredText("type", "bearer");
    if (type.isEmpty()) {
      return AuthConfig.NONE;
    }
    Optional<? extends AuthConfig> auth =
        switch (type.get()) {
          case "bearer" -> bearer();
          case "basic" -> basic();
          case "api-key" -> apiKey();
          case "oauth2" -> oauth2();
          default -> unknown(type.get());
        };
    if (TYPES.contains(type.get())) {
      section.refuseOthers();
    }
    return auth.isPresent() ? auth.get() : AuthConfig.NONE;
  }

  private Optional<AuthConfig> unknown(String type) {
    section.problem(
        "type",
        "must be one of %s, was '%s'".formatted(String.join(", ", TYPES), Excerpt.of(type)));
    return Optional.empty();
  }

  private Optional<AuthConfig.Bearer> bearer() {
    return printable("token").map(AuthConfig.Bearer::new);
  }

  private Optional<AuthConfig.Basic> basic() {
    Optional<String> user =
        section.parsed(
            "user",
            section.requiredText("user", "deploycast"),
            text -> {
              if (text.contains(":")) {
                throw new IllegalArgumentException(
                    "must not contain ':', which ends the user name");
              }
              return text;
            });
    Optional<Secret> password = secrets.required("password");
    return user.flatMap(name -> password.map(secret -> new AuthConfig.Basic(name, secret)));
  }

  private Optional<AuthConfig.ApiKey> apiKey() {
    Optional<String> header =
        section.parsed(
            "header",
            section.requiredText("header", "X-Api-Key"),
            text -> {
              if (!HEADER_NAME.matcher(text).matches()) {
                throw new IllegalArgumentException("must be the name of a header");
              }
              return text.toLowerCase(Locale.ROOT);
            });
    Optional<Secret> key = printable("key");
    return header.flatMap(name -> key.map(secret -> new AuthConfig.ApiKey(name, secret)));
  }

  private Optional<AuthConfig.OAuth2> oauth2() {
    Optional<URI> url =
        section.parsed(
            "tokenUrl",
            section.requiredText("tokenUrl", "https://login.example.com/oauth2/token"),
            AuthReader::url);
    Optional<String> id = section.requiredText("clientId", "deploycast");
    Optional<Secret> secret = secrets.required("clientSecret");
    String scope = section.text("scope").orElse(null);
    String audience = section.text("audience").orElse(null);
    return url.flatMap(
        u -> id.flatMap(i -> secret.map(s -> new AuthConfig.OAuth2(u, i, s, scope, audience))));
  }

  private static URI url(String text) {
    Optional<String> problem = ParameterFormat.URL.problemWith(text);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    return URI.create(text);
  }

  private Optional<Secret> printable(String key) {
    Optional<Secret> secret = secrets.required(key);
    if (secret.filter(it -> !PRINTABLE.matcher(it.reveal()).matches()).isPresent()) {
      section.problem(key, "must be printable ASCII, as a header can hold it");
      return Optional.empty();
    }
    return secret;
  }
}
