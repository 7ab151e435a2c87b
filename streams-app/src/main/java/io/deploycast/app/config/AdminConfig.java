package io.deploycast.app.config;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin API and the dashboard are served, and to whom.
 *
 * @param enabled whether they are served at all
 * @param host address to listen on
 * @param port 0 for any free one
 * @param hosts further names that browsers may ask for, lower case; loopback's always may
 * @param readToken lets its bearer read, or null
 * @param writeToken lets its bearer read and act, or null; with neither token everybody may do both
 */
public record AdminConfig(
    boolean enabled,
    String host,
    int port,
    Set<String> hosts,
    @Nullable Secret readToken,
    @Nullable Secret writeToken,
    Tls tls) {

  /** How the way to the browser is encrypted. */
  public sealed interface Tls {
    /** Not at all: for loopback only. */
    record None() implements Tls {}

    /** By a proxy before this listener, whose other side nobody else can reach. */
    record TerminatedUpstream() implements Tls {}

    /**
     * By this listener.
     *
     * @param keystore certificate and key, PKCS #12
     */
    record Keystore(Path keystore, Secret password) implements Tls {}
  }

  /** Loopback only, so that nothing is open that nobody asked for. */
  public static final AdminConfig DEFAULT =
      new AdminConfig(true, "127.0.0.1", 8080, Set.of(), null, null, new Tls.None());

  public AdminConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    hosts = Set.copyOf(hosts);
  }

  /** Whether a token is needed. */
  public boolean hasTokens() {
    return readToken != null || writeToken != null;
  }

  /** Whether only processes of this machine can connect. */
  public boolean isOnLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
