package io.deploycast.app.config;

import io.deploycast.app.config.ConnectionConfig.Protocol;
import io.deploycast.app.config.ConnectionConfig.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how a target is reached. */
final class ConnectionReader {
  /** What a target says that goes past a proxy of the defaults. */
  private static final String NO_PROXY = "none";

  private final Section section;
  private final Path file;

  ConnectionReader(Section section, Path file) {
    this.section = section;
    this.file = file;
  }

  ConnectionConfig read(@Nullable Proxy proxy) {
    Protocol protocol = section.parsed("protocol", Protocol::parse).orElse(Protocol.AUTO);
    if (proxy != null && protocol == Protocol.H2C) {
      section.problem("protocol", "must not be h2c behind a proxy; add 'proxy: none'");
    }
    return new ConnectionConfig(
        protocol,
        proxy,
        new TlsReader(section.section("tls"), file).read(),
        new AuthReader(section.section("auth"), file).read());
  }

  /** The proxy of a section, which may be the defaults or a target. */
  @Nullable Proxy proxy(@Nullable Proxy otherwise) {
    boolean given = section.has("proxy");
    Optional<String> user = section.text("proxyUser");
    Optional<Secret> password = new SecretReader(section, file).read("proxyPassword");
    if (section.has("proxyUser") != section.has("proxyPassword")) {
      String missing = section.has("proxyUser") ? "proxyPassword" : "proxyUser";
      section.problem(missing, "is required: user and password of a proxy are given together");
    }
    Optional<String> text = section.text("proxy");
    if (text.filter(NO_PROXY::equals).isPresent() || (!given && otherwise == null)) {
      if (section.has("proxyUser")) {
        section.problem("proxyUser", "must not be given without a proxy");
      }
      return null;
    }
    if (!given) {
      if (section.has("proxyUser")) {
        section.problem("proxyUser", "must stand beside the proxy that it is for");
      }
      return otherwise;
    }
    return section
        .parsed("proxy", text, ConnectionReader::address)
        .map(
            uri ->
                new Proxy(uri.getHost(), uri.getPort(), user.orElse(null), password.orElse(null)))
        .orElse(null);
  }

  private static URI address(String text) {
    Optional<String> problem = ParameterFormat.URL.problemWith(text);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    URI uri = URI.create(text);
    boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    if (!"http".equalsIgnoreCase(uri.getScheme())
        || uri.getPort() < 0
        || !bare
        || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "must be http://host:port or none; what goes to https targets is encrypted all the same");
    }
    return uri;
  }
}
