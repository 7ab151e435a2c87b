package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.TlsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.client5.http.impl.nio.MultihomeConnectionInitiator;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequester;
import org.apache.hc.core5.http.nio.command.ShutdownCommand;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http2.impl.nio.ClientH2PrefaceHandler;
import org.apache.hc.core5.http2.impl.nio.ClientH2StreamMultiplexerFactory;
import org.apache.hc.core5.http2.protocol.H2RequestConnControl;
import org.apache.hc.core5.http2.protocol.H2RequestContent;
import org.apache.hc.core5.http2.protocol.H2RequestTargetHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 without TLS, by prior knowledge: many exchanges share a connection, and their frames leave
 * together. Where a target's URL or that of its tokens is https, a connection carries one exchange
 * at a time, as everywhere.
 *
 * <p>An exchange that fails – its deadline, a reset, an answer cut off – retires its connection: it
 * takes no further exchanges, those that it carries may end, and then it is closed. So one that has
 * gone silent costs nobody more than its own exchanges, and an event that always hangs ends no
 * other.
 */
final class SharedTransport implements Transport {
  /** What httpclient5's minimal client adds; httpcore's own set asks for leave to send a body. */
  private static final HttpProcessor HEADERS =
      new DefaultHttpProcessor(
          new H2RequestTargetHost(), new H2RequestContent(), new H2RequestConnControl());

  private final ConnectionSpec spec;
  private final NameLookUp names;
  private final AsyncRequester reactor;
  private final MultihomeConnectionInitiator initiator;
  private final Executor lookUps;

  /** Those that may take an exchange; the first that has a place does. Guarded by itself. */
  private final List<SharedConnection> connections = new ArrayList<>();

  /** For https; null until it is needed, since it costs threads and memory. Guarded by this. */
  private @Nullable Transport overTls;

  private boolean closed;

  /**
   * @param names how host names are looked up
   * @param lookUps on whose threads
   */
  SharedTransport(ConnectionSpec spec, NameLookUp names, Executor lookUps) {
    this.spec = spec;
    this.names = names;
    this.lookUps = lookUps;
    if (!spec.tls().equals(TlsSpec.USUAL)) {
      // Somebody will need it; and certificates that cannot be used are to be told of now.
      overTls = new DirectTransport(spec, names, lookUps);
    }
    ClientH2StreamMultiplexerFactory multiplexers =
        new ClientH2StreamMultiplexerFactory(
            HEADERS, null, Pools.HTTP2, CharCodingConfig.DEFAULT, null);
    reactor =
        new AsyncRequester(
            (session, attachment) -> new ClientH2PrefaceHandler(session, multiplexers, false, null),
            Pools.reactor(1),
            GatheringSession::new,
            null,
            null,
            // Without being told, a connection stays open when all are closed, and is waited for.
            session -> session.enqueue(ShutdownCommand.GRACEFUL, Command.Priority.IMMEDIATE),
            null,
            null,
            null);
    initiator = new MultihomeConnectionInitiator(reactor, names);
    reactor.start();
  }

  @Override
  public void begin(Exchange exchange) {
    HttpHost host = exchange.host();
    if (!URIScheme.HTTP.same(host.getSchemeName())) {
      Transport opened = overTls(false);
      if (opened == null) {
        // It has to be made first, and that takes its time.
        exchange.begin(this::beginOverTls, lookUps);
      } else {
        opened.begin(exchange);
      }
      return;
    }
    SharedConnection connection;
    synchronized (connections) {
      connections.removeIf(SharedConnection::isGone);
      connection = withPlaceTo(host);
      if (connection == null) {
        connection = new SharedConnection(host);
        connections.add(connection);
        connect(connection);
      }
    }
    connection.carry(exchange);
  }

  private void beginOverTls(Exchange exchange) {
    Transport opened = overTls(true);
    if (opened == null) {
      exchange.abandon();
    } else {
      opened.begin(exchange);
    }
  }

  /** Null when nobody has needed it so far, or nobody shall any more. */
  private synchronized @Nullable Transport overTls(boolean needed) {
    if (overTls == null && needed && !closed) {
      overTls = new DirectTransport(spec, names, lookUps);
    }
    return overTls;
  }

  private @Nullable SharedConnection withPlaceTo(HttpHost host) {
    for (SharedConnection connection : connections) {
      if (connection.host().equals(host) && connection.hasPlace()) {
        return connection;
      }
    }
    return null;
  }

  private void connect(SharedConnection connection) {
    try {
      lookUps.execute(() -> open(connection));
    } catch (RejectedExecutionException e) {
      connection.notOpened(Exchange::abandon);
    }
  }

  private void open(SharedConnection connection) {
    var unused =
        initiator.connect(
            connection.host(),
            null,
            null,
            Timeout.of(Pools.CONNECT_TIMEOUT),
            null,
            new FutureCallback<IOSession>() {
              @Override
              public void completed(IOSession session) {
                connection.opened(session);
              }

              @Override
              public void failed(Exception cause) {
                connection.notOpened(exchange -> exchange.failed(cause));
              }

              @Override
              public void cancelled() {
                connection.notOpened(Exchange::abandon);
              }
            });
  }

  @Override
  public void dropIdle() {
    synchronized (connections) {
      connections.forEach(SharedConnection::closeIfIdle);
    }
    Transport opened = overTls(false);
    if (opened != null) {
      opened.dropIdle();
    }
  }

  @Override
  public void close() {
    reactor.close(CloseMode.GRACEFUL);
    synchronized (this) {
      closed = true;
    }
    Transport opened = overTls(false);
    if (opened != null) {
      opened.close();
    }
  }
}
