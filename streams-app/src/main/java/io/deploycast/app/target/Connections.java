package io.deploycast.app.target;

import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.ProxySpec;
import io.deploycast.app.http.connection.TlsSpec;
import org.jspecify.annotations.Nullable;

/** How the client is told what is configured of a target's connections. */
final class Connections {
  private Connections() {}

  static ConnectionSpec of(TargetConfig target) {
    ConnectionConfig config = target.connection();
    ProtocolChoice protocol =
        switch (config.protocol()) {
          case AUTO -> ProtocolChoice.AUTO;
          case HTTP1 -> ProtocolChoice.HTTP1;
          case H2C -> ProtocolChoice.H2C;
        };
    return new ConnectionSpec(
        target.concurrency(), protocol, proxy(config.proxy()), tls(config.tls()));
  }

  private static @Nullable ProxySpec proxy(ConnectionConfig.@Nullable Proxy proxy) {
    if (proxy == null) {
      return null;
    }
    Secret password = proxy.password();
    return new ProxySpec(
        proxy.host(), proxy.port(), proxy.user(), password == null ? null : password.reveal());
  }

  private static TlsSpec tls(ConnectionConfig.Tls tls) {
    ConnectionConfig.Identity identity = tls.identity();
    return new TlsSpec(
        tls.verify(),
        tls.authorities(),
        identity == null ? null : new TlsSpec.Identity(identity.key(), identity.chain()));
  }
}
