package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProxySpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Through an HTTP proxy, by httpclient5's complete client, the only one that makes tunnels. All
 * that it would do beyond that is turned off. HTTP/1.1 only.
 */
final class ProxyTransport implements Transport {
  private final PoolingAsyncClientConnectionManager pool;
  private final CloseableHttpAsyncClient client;
  private final ProxySpec proxy;
  private final HttpHost proxyHost;
  private final Executor lookUps;

  /**
   * @param names how host names are looked up
   * @param lookUps on whose threads
   */
  ProxyTransport(ConnectionSpec spec, ProxySpec proxy, NameLookUp names, Executor lookUps) {
    this.lookUps = lookUps;
    this.proxy = proxy;
    this.proxyHost = new HttpHost("http", proxy.host(), proxy.port());
    this.pool = Pools.pool(spec, names, HttpVersionPolicy.FORCE_HTTP_1);
    this.client =
        HttpAsyncClients.custom()
            .setConnectionManager(new ProxyPool(pool))
            .setHttp1Config(Pools.HTTP1)
            .setIOReactorConfig(Pools.reactor(spec.most()))
            .setProxy(proxyHost)
            .setDefaultRequestConfig(
                RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableConnectionState()
            .addExecInterceptorFirst(
                "steps",
                (request, body, scope, chain, callback) ->
                    chain.proceed(request, body, RunningSteps.of(scope), callback))
            // Reached only when there is a way to the target; before that it is the proxy's doing.
            .addExecInterceptorAfter(
                ChainElement.CONNECT.name(),
                "beyond-proxy",
                (request, body, scope, chain, callback) -> {
                  // The only answer that there can be by now is the proxy's to CONNECT.
                  boolean tunnelMade = scope.clientContext.getResponse() != null;
                  ProxyPool.exchange(scope.clientContext).passedProxy(tunnelMade);
                  chain.proceed(request, body, scope, callback);
                })
            .build();
    client.start();
  }

  @Override
  public void begin(Exchange exchange) {
    exchange.begin(this::execute, lookUps);
  }

  private void execute(Exchange exchange) {
    ProxyPool.mark(exchange.context(), exchange);
    offerCredentials(exchange);
    Adapter adapter = new Adapter(exchange);
    Future<?> future = client.execute(adapter, adapter, null, exchange.context(), adapter);
    if (!exchange.holds(reuse -> release(future, reuse))) {
      // Its time was over while a host name was looked up; nothing may go out any more.
      release(future, false);
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

  /** The client itself gives a connection back that has come to the end of its answer. */
  private static void release(Future<?> future, boolean reuse) {
    if (!reuse) {
      future.cancel(true);
    }
  }

  /** With the first request, so that no exchange is spent on being asked for them. */
  private void offerCredentials(Exchange exchange) {
    String user = proxy.user();
    String password = proxy.password();
    if (user != null && password != null) {
      BasicScheme scheme = new BasicScheme();
      scheme.initPreemptive(new UsernamePasswordCredentials(user, password.toCharArray()));
      BasicAuthCache known = new BasicAuthCache();
      known.put(proxyHost, scheme);
      exchange.context().setAuthCache(known);
    }
  }

  /** An exchange in the form that the complete client wants. */
  private final class Adapter
      implements AsyncRequestProducer, AsyncResponseConsumer<Boolean>, FutureCallback<Boolean> {
    private final Exchange exchange;
    private final AtomicBoolean begunAgain = new AtomicBoolean();
    private @Nullable FutureCallback<Boolean> result;

    Adapter(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void sendRequest(RequestChannel channel, HttpContext context)
        throws HttpException, IOException {
      exchange.produceRequest(channel, context);
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public int available() {
      return exchange.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      exchange.produce(channel);
    }

    @Override
    public void consumeResponse(
        HttpResponse response,
        @Nullable EntityDetails entity,
        HttpContext context,
        FutureCallback<Boolean> callback) {
      result = callback;
      boolean ofProxy =
          !exchange.isBeyondProxy()
              || response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
      if (ofProxy) {
        exchange.refusedByProxy(response.getCode());
      } else {
        exchange.consumeResponse(response, entity, context);
      }
      if (entity == null) {
        callback.completed(true);
      }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
      exchange.consumeInformation(response, context);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
      exchange.updateCapacity(channel);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
      if (exchange.isOver()) {
        // Thrown here, it closes a connection over which more comes than anybody wants.
        throw new ConnectionClosedException("nothing more is wanted");
      }
      exchange.consume(bytes);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
      exchange.streamEnd(trailers);
      FutureCallback<Boolean> callback = result;
      if (callback != null) {
        callback.completed(true);
      }
    }

    @Override
    public void completed(Boolean whole) {
      if (!exchange.isOver()) {
        exchange.failed(new ConnectionClosedException("ended without an answer"));
      }
    }

    @Override
    public void failed(Exception cause) {
      if (!(cause instanceof NameLookUp.WouldWaitException)) {
        exchange.failed(cause);
      } else if (begunAgain.compareAndSet(false, true)) {
        // Its place came from a thread that looks no names up. Told of twice: as the consumer of
        // the answer, and as whoever waits for the whole.
        begin(exchange);
      }
    }

    @Override
    public void cancelled() {
      exchange.failed(new ConnectionClosedException("cancelled by the connection"));
    }

    @Override
    public void releaseResources() {
      // Nothing is held but the connection, which the client sees to.
    }
  }
}
