package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The moments at which a connection and the end of its exchange may meet, each by hand. */
final class ProxyPoolTest {
  private static final HttpRoute ROUTE =
      new HttpRoute(
          new HttpHost("https", "target", 443), null, new HttpHost("http", "proxy", 3128), true);

  private final InMemoryDnsResolver names = new InMemoryDnsResolver();
  private final PoolingAsyncClientConnectionManager places =
      PoolingAsyncClientConnectionManagerBuilder.create().setDnsResolver(names).build();
  private final ProxyPool pool = new ProxyPool(places);
  private final Exchange exchange = exchange();

  /** Connections under way, as the I/O thread has them. */
  private final List<FutureCallback<IOSession>> making = new ArrayList<>();

  private final ConnectionInitiator reactor =
      (name, address, local, timeout, attachment, made) -> {
        making.add(made);
        return new CompletableFuture<>();
      };
  private boolean open = true;

  @BeforeEach
  void nameTheProxy() throws IOException {
    InetAddress address = InetAddress.getLoopbackAddress();
    names.add("proxy", address, address, address);
    ProxyPool.mark(exchange.context(), exchange);
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
  }

  private static Exchange exchange() {
    URI uri = URI.create("https://target/");
    Duration ample = Duration.ofSeconds(10);
    Exchange.Setting setting =
        new Exchange.Setting(
            ample,
            new Address(uri, Map.of()),
            new FailureWords(uri, ample),
            new SecretMask(List.of()),
            new ConnectionCounts(),
            InstantSource.system());
    return new Exchange(new HttpCall("POST", uri, Map.of(), "{}"), setting, ended -> {});
  }

  private IOSession session() {
    return (IOSession)
        Proxy.newProxyInstance(
            IOSession.class.getClassLoader(),
            new Class<?>[] {IOSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                open = false;
              }
              return method.getName().equals("isOpen") ? open : null;
            });
  }

  private AsyncConnectionEndpoint lease() throws ExecutionException, InterruptedException {
    return pool.lease("x", ROUTE, null, Timeout.ofSeconds(1), null).get();
  }

  private Future<AsyncConnectionEndpoint> connect(AsyncConnectionEndpoint endpoint, Runnable made) {
    FutureCallback<AsyncConnectionEndpoint> told =
        new FutureCallback<>() {
          @Override
          public void completed(AsyncConnectionEndpoint connected) {
            made.run();
          }

          @Override
          public void failed(Exception cause) {
            // Seen by its future.
          }

          @Override
          public void cancelled() {
            // What the client does: the place is free at once.
            pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
          }
        };
    return pool.connect(endpoint, reactor, null, null, exchange.context(), told);
  }

  @Test
  void handsOverWhatIsMadeInTime() throws Exception {
    AsyncConnectionEndpoint endpoint = lease();
    Future<AsyncConnectionEndpoint> connecting = connect(endpoint, () -> {});

    making.get(0).completed(session());

    assertThat(connecting.get().isConnected()).isTrue();
    assertThat(open).isTrue();
  }

  @Test
  void closesWhatIsMadeAfterTheEnd() throws Exception {
    Future<AsyncConnectionEndpoint> connecting = connect(lease(), () -> {});
    exchange.expire();
    connecting.cancel(true);
    assertThat(places.getTotalStats().getLeased()).isZero();

    making.get(0).completed(session());

    assertThat(open).isFalse();
  }

  /** The deadline has been met, but its thread has not come to cancel anything. */
  @Test
  void closesWhatIsMadeBetweenTheEndAndItsCancelling() throws Exception {
    Future<AsyncConnectionEndpoint> connecting = connect(lease(), () -> {});
    exchange.expire();

    making.get(0).completed(session());

    assertThat(connecting.get().isConnected()).isFalse();
    assertThat(open).isFalse();
  }

  @Test
  void closesWhatIsHandedOverWhileTheExchangeEnds() throws Exception {
    var unused = connect(lease(), exchange::expire);

    making.get(0).completed(session());

    assertThat(open).isFalse();
  }

  @Test
  void triesTheNextAddressOnlyForAnExchangeThatIsNotOver() throws Exception {
    var unused = connect(lease(), () -> {});
    making.get(0).failed(new IOException("refused"));
    assertThat(making).hasSize(2);

    exchange.expire();
    making.get(1).failed(new IOException("refused"));
    assertThat(making).hasSize(2);
  }

  /** Its tunnel has gone; the client would send it down the new connection as it is. */
  @Test
  void makesNoSecondConnectionForARequestThatIsBeyondTheProxy() throws Exception {
    AsyncConnectionEndpoint endpoint = lease();
    exchange.passedProxy(false);

    Future<AsyncConnectionEndpoint> connecting = connect(endpoint, () -> {});

    assertThat(making).isEmpty();
    assertThatThrownBy(connecting::get).hasCauseInstanceOf(RequestNotExecutedException.class);
  }
}
