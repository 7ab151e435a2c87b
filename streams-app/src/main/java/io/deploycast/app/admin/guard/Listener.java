package io.deploycast.app.admin.guard;

import io.deploycast.app.config.AdminConfig;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the admin listener listens, and how much of it a client may take. */
public final class Listener {
  /** Largest head of a request in bytes: a token and a filter, many times over. */
  private static final int MOST_HEAD = 16 * 1024;

  /** Room for two hundred connections that do nothing, and for the people who work. */
  private static final int MOST_CONNECTIONS = 256;

  /** One for each connection, since a body that does not come keeps one, and some for Jetty. */
  public static final int MOST_THREADS = MOST_CONNECTIONS + 16;

  private Listener() {}

  /** What Jetty is to say of itself, which is nothing, and to refuse by itself. */
  public static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MOST_HEAD);
    http.setUriCompliance(UriCompliance.DEFAULT);
  }

  /** Has the server answer what it refuses by itself as everything else is answered. */
  public static void answerErrors(Server server, Map<String, String> headers) {
    server.setErrorHandler(new ErrorPages(headers));
    server.setStopTimeout(0);
  }

  /** The connector of a configuration. */
  public static Connector connector(
      Server server, HttpConfiguration http, AdminConfig config, ConnectionGuard guard) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector;
    if (config.tls() instanceof AdminConfig.Tls.Keystore keystore) {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setKeyStorePath(keystore.keystore().toUri().toString());
      ssl.setKeyStoreType("PKCS12");
      ssl.setKeyStorePassword(keystore.password().reveal());
      ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
      // Host names are checked by the gate, also those that a certificate does not have.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(server, new SslConnectionFactory(ssl, plain.getProtocol()), plain);
    } else {
      connector = new ServerConnector(server, plain);
    }
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setIdleTimeout(ConnectionGuard.MOST.toMillis());
    connector.addBean(guard);
    connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    return connector;
  }
}
