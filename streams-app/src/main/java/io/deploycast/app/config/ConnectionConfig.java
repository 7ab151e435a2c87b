package io.deploycast.app.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a target is reached.
 *
 * @param proxy on the way to it, or null
 */
public record ConnectionConfig(Protocol protocol, @Nullable Proxy proxy, Tls tls, AuthConfig auth) {
  /** What holds unless something else is configured. */
  public static final ConnectionConfig DEFAULT =
      new ConnectionConfig(Protocol.AUTO, null, Tls.DEFAULT, AuthConfig.NONE);

  /** Which HTTP is spoken. */
  public enum Protocol {
    /** HTTP/2 where a server offers it over TLS, else HTTP/1.1. */
    AUTO,
    /** HTTP/1.1 only. */
    HTTP1,
    /** HTTP/2 without TLS. */
    H2C;

    static Protocol parse(String text) {
      for (Protocol protocol : values()) {
        if (protocol.name().toLowerCase(Locale.ROOT).equals(text)) {
          return protocol;
        }
      }
      throw new IllegalArgumentException("must be auto, http1 or h2c, was '" + text + "'");
    }
  }

  /** An HTTP proxy; user and password are given together or not at all. */
  public record Proxy(String host, int port, @Nullable String user, @Nullable Secret password) {}

  /**
   * Whom we trust, and who we are.
   *
   * @param verify whether servers have to prove who they are
   * @param authorities who vouches for them; empty for those that the Java runtime knows
   * @param identity our own certificate, or null
   */
  public record Tls(
      boolean verify, List<X509Certificate> authorities, @Nullable Identity identity) {
    static final Tls DEFAULT = new Tls(true, List.of(), null);

    public Tls {
      authorities = List.copyOf(authorities);
    }
  }

  /**
   * A certificate and its key.
   *
   * @param chain beginning with the certificate of the key
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
  }
}
