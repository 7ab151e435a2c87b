package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import java.util.concurrent.Executor;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * Straight to the target, by httpclient5's leanest client: a pool of connections and no chain of
 * interceptors.
 *
 * <p>A connection carries one exchange at a time, also over HTTP/2, so that a deadline can close it
 * without ending other attempts.
 */
final class DirectTransport implements Transport {
  private final PoolingAsyncClientConnectionManager pool;
  private final MinimalHttpAsyncClient client;
  private final Executor lookUps;

  /**
   * @param names how host names are looked up
   * @param lookUps on whose threads
   */
  DirectTransport(ConnectionSpec spec, NameLookUp names, Executor lookUps) {
    this.lookUps = lookUps;
    HttpVersionPolicy versions =
        switch (spec.protocol()) {
          case AUTO, H2C -> HttpVersionPolicy.NEGOTIATE;
          case HTTP1 -> HttpVersionPolicy.FORCE_HTTP_1;
        };
    pool = Pools.pool(spec, names, versions);
    client =
        HttpAsyncClients.createMinimal(Pools.HTTP2, Pools.HTTP1, Pools.reactor(spec.most()), pool);
    client.start();
  }

  @Override
  public void begin(Exchange exchange) {
    var unused = client.lease(exchange.host(), new Lease(exchange));
  }

  /**
   * A connection on its way to an exchange. Most are in the pool; a new one wants the host's name
   * looked up, and only for that a thread is changed.
   */
  private final class Lease implements FutureCallback<AsyncClientEndpoint> {
    private final Exchange exchange;

    Lease(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void completed(AsyncClientEndpoint leased) {
      exchange.completed(leased);
    }

    @Override
    public void failed(Exception cause) {
      if (cause instanceof NameLookUp.WouldWaitException) {
        exchange.begin(DirectTransport.this::begin, lookUps);
      } else {
        exchange.failed(cause);
      }
    }

    @Override
    public void cancelled() {
      exchange.cancelled();
    }
  }

  @Override
  public void dropIdle() {
    pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
  }

  @Override
  public void close() {
    client.close(CloseMode.GRACEFUL);
  }
}
