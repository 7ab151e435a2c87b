package io.deploycast.app.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections to one target. Sends a call once and reports its answer, or that there was none,
 * within the time given for the whole exchange. HTTP/1.1 with keep-alive; follows no redirect,
 * repeats nothing, keeps no cookies, decompresses nothing.
 *
 * <p>One exception to "repeats nothing": when a connection that had been idle in the pool turns out
 * to be dead before one byte of an answer came, the call is sent again, once, on another
 * connection. Servers close idle connections at any moment, also at this one.
 *
 * <p>Thread-safe; never blocks its caller.
 */
public final class TargetHttpClient implements AutoCloseable {
  /** For one address; a target on any continent answers a SYN in a fraction of it. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Connections idle for longer are not used again: common servers close them after a minute. */
  private static final Timeout MAX_IDLE = Timeout.ofSeconds(30);

  /** After so much idleness it is worth looking whether the server has closed meanwhile. */
  private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(500);

  /** How exactly connect time-outs are kept; each look costs an idle wake-up. */
  private static final TimeValue SELECT_INTERVAL = TimeValue.ofMilliseconds(200);

  /** With the next one: the head of an answer stays below 512 KiB, whatever is sent. */
  private static final int MAX_HEADERS = 64;

  private static final int MAX_LINE = 8 * 1024;

  private final MinimalHttpAsyncClient client;
  private final ExecutorService starter;
  private final String userAgent;
  private final Deadlines deadlines;
  private final SecretMask mask;
  private final InstantSource clock;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Opens a client.
   *
   * @param name for its threads
   * @param connections most at a time, the target's concurrency
   * @param userAgent what servers see of us
   * @param deadlines shared by all clients
   * @param mask what answers must not show
   * @param addresses which may be called
   * @param clock for pauses that a target asks for by a date
   */
  public TargetHttpClient(
      String name,
      int connections,
      String userAgent,
      Deadlines deadlines,
      SecretMask mask,
      AddressRules addresses,
      InstantSource clock) {
    this.userAgent = userAgent;
    this.deadlines = deadlines;
    this.mask = mask;
    this.clock = clock;
    this.starter = starter(name);
    this.client = client(connections, addresses);
    client.start();
  }

  /**
   * Sends the call.
   *
   * @param timeout for all of it, from now to the last byte of the answer
   * @param done called exactly once, on any thread
   */
  public void send(HttpCall call, Duration timeout, Consumer<Answer> done) {
    HttpCall sent = call.with(Map.of("user-agent", userAgent, "accept-encoding", "identity"));
    long deadline = System.nanoTime() + timeout.toNanos();
    FailureWords words = new FailureWords(call.uri(), CONNECT_TIMEOUT);
    Consumer<Exchange.Ended> last = ended -> done.accept(ended.answer());
    Consumer<Exchange.Ended> first =
        ended -> {
          Duration left = Duration.ofNanos(deadline - System.nanoTime());
          if (ended.staleConnection() && !call.parts().once() && !left.isNegative()) {
            begin(new Exchange(sent, timeout, words, mask, clock, last), left);
          } else {
            last.accept(ended);
          }
        };
    begin(new Exchange(sent, timeout, words, mask, clock, first), timeout);
  }

  /** Ends what is in flight and frees connections and threads. */
  @Override
  public void close() {
    closed = true;
    starter.shutdownNow();
    open.forEach(Exchange::abandon);
    client.close(CloseMode.GRACEFUL);
  }

  private void begin(Exchange exchange, Duration left) {
    open.add(exchange);
    exchange.whenOver(() -> open.remove(exchange));
    try {
      exchange.timedBy(deadlines.after(left, exchange::expire));
      starter.execute(() -> lease(exchange));
    } catch (RejectedExecutionException e) {
      exchange.abandon();
    }
    if (closed) {
      exchange.abandon();
    }
  }

  private void lease(Exchange exchange) {
    if (exchange.isOver()) {
      return;
    }
    try {
      var unused = client.lease(exchange.host(), exchange);
    } catch (RuntimeException e) {
      exchange.failed(e);
    }
  }

  /**
   * Host names are resolved by the thread that asks for a connection, and that can take long; so it
   * is a thread of its own, which lives only while there is something to send.
   */
  private static ExecutorService starter(String name) {
    ThreadPoolExecutor starter =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "http-start-" + name);
              thread.setDaemon(true);
              return thread;
            });
    starter.allowCoreThreadTimeOut(true);
    return starter;
  }

  private static MinimalHttpAsyncClient client(int connections, AddressRules addresses) {
    return HttpAsyncClients.createMinimal(
        H2Config.DEFAULT,
        Http1Config.custom().setMaxHeaderCount(MAX_HEADERS).setMaxLineLength(MAX_LINE).build(),
        IOReactorConfig.custom()
            .setIoThreadCount(1)
            .setTcpNoDelay(true)
            .setSelectInterval(SELECT_INTERVAL)
            .build(),
        PoolingAsyncClientConnectionManagerBuilder.create()
            .setDnsResolver(addresses)
            .setMaxConnTotal(connections)
            .setMaxConnPerRoute(connections)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                    .setIdleTimeout(MAX_IDLE)
                    .setValidateAfterInactivity(VALIDATE_AFTER)
                    .build())
            .setDefaultTlsConfig(
                TlsConfig.custom()
                    .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                    .setSupportedProtocols(TLS.V_1_3, TLS.V_1_2)
                    .build())
            .build());
  }
}
