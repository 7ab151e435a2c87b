package io.deploycast.app.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pool that closes a connection which is made for an exchange that is over by then.
 *
 * <p>The libraries lose such a one: whoever cancels a step gives its place in the pool back at
 * once, and the I/O thread that makes the connection meanwhile finds nobody left to hand it to, or
 * hands it to the place that was given back. There it stays open for ever. So the making of a
 * connection is not cancelled here – it ends within the connect time-out – but what comes of it is
 * looked at.
 *
 * <p>And it makes no connection for a request that is beyond the proxy already: the client, whose
 * tunnel has gone between its lease and its use, would connect once more, make no tunnel, and show
 * the request with its credentials to the proxy in the clear.
 *
 * <p>Thread-safe, as the pool in it is.
 *
 * @see "docs/decisions/006-two-http-clients.md"
 */
final class ProxyPool implements AsyncClientConnectionManager {
  private static final String EXCHANGE = "deploycast.exchange";

  private final AsyncClientConnectionManager pool;

  ProxyPool(AsyncClientConnectionManager pool) {
    this.pool = pool;
  }

  /** Leaves word of whose connections are made in this context. */
  static void mark(HttpContext context, Exchange exchange) {
    context.setAttribute(EXCHANGE, exchange);
  }

  /** The exchange that a context was marked with. */
  static Exchange exchange(HttpContext context) {
    return (Exchange) context.getAttribute(EXCHANGE);
  }

  @Override
  public Future<AsyncConnectionEndpoint> connect(
      AsyncConnectionEndpoint endpoint,
      ConnectionInitiator initiator,
      @Nullable Timeout timeout,
      @Nullable Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    Exchange exchange = exchange(context);
    if (exchange.isBeyondProxy()) {
      RequestNotExecutedException lost = new RequestNotExecutedException();
      callback.failed(lost);
      return CompletableFuture.failedFuture(lost);
    }
    return pool.connect(
        endpoint, watched(initiator, exchange), timeout, attachment, context, callback);
  }

  private static ConnectionInitiator watched(ConnectionInitiator initiator, Exchange exchange) {
    return (name, address, local, timeout, attachment, made) -> {
      var unused =
          initiator.connect(name, address, local, timeout, attachment, new Watch(exchange, made));
      // Cancelled while the I/O thread is at it, the true one forgets its connection, untold.
      return new CompletableFuture<>();
    };
  }

  /** Told of a connection by the I/O thread. */
  private record Watch(Exchange exchange, FutureCallback<IOSession> made)
      implements FutureCallback<IOSession> {
    @Override
    public void completed(IOSession session) {
      try {
        made.completed(session);
      } finally {
        // Asked last: an exchange that ends from now on finds the connection in its place.
        if (exchange.isOver()) {
          session.close(CloseMode.IMMEDIATE);
        }
      }
    }

    @Override
    public void failed(Exception cause) {
      if (exchange.isOver()) {
        // Nobody waits for the proxy's next address either.
        made.cancelled();
      } else {
        made.failed(cause);
      }
    }

    @Override
    public void cancelled() {
      made.cancelled();
    }
  }

  // ---- as in the pool

  @Override
  public Future<AsyncConnectionEndpoint> lease(
      String id,
      HttpRoute route,
      @Nullable Object state,
      Timeout timeout,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    return pool.lease(id, route, state, timeout, callback);
  }

  @Override
  public void release(AsyncConnectionEndpoint endpoint, @Nullable Object state, TimeValue valid) {
    pool.release(endpoint, state, valid);
  }

  @Override
  public void upgrade(
      AsyncConnectionEndpoint endpoint, @Nullable Object attachment, HttpContext context) {
    pool.upgrade(endpoint, attachment, context);
  }

  @Override
  public void upgrade(
      AsyncConnectionEndpoint endpoint,
      @Nullable Object attachment,
      HttpContext context,
      FutureCallback<AsyncConnectionEndpoint> callback) {
    pool.upgrade(endpoint, attachment, context, callback);
  }

  @Override
  public void close() throws IOException {
    pool.close();
  }

  @Override
  public void close(CloseMode mode) {
    pool.close(mode);
  }
}
