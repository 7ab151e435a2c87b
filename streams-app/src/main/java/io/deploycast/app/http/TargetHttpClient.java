package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.ProxySpec;
import java.net.URI;
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
import org.jspecify.annotations.Nullable;

/**
 * The connections to one target. Sends a call once and reports its answer, or that there was none,
 * within the time given for the whole exchange. Keeps connections alive; follows no redirect,
 * repeats nothing, keeps no cookies, decompresses nothing.
 *
 * <p>One exception to "repeats nothing": when a connection that had been idle in the pool turns out
 * to be dead before one byte of an answer came, the call is sent again, once, on another
 * connection. Servers close idle connections at any moment, also at this one.
 *
 * <p>Thread-safe; never blocks its caller.
 */
public final class TargetHttpClient implements Calls {
  private final Transport transport;
  private final @Nullable ProxySpec proxy;
  private final ExecutorService lookUps;
  private final Map<String, String> ours;
  private final Deadlines deadlines;
  private final SecretMask mask;
  private final InstantSource clock;
  private final ConnectionCounts counts = new ConnectionCounts();
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Address last;
  private volatile boolean closed;

  /**
   * Opens a client.
   *
   * @param name for its threads
   * @param spec how connections are made
   * @param userAgent what servers see of us
   * @param deadlines shared by all clients
   * @param mask what answers must not show
   * @param addresses which may be called
   * @param clock for pauses that a target asks for by a date
   */
  public TargetHttpClient(
      String name,
      ConnectionSpec spec,
      String userAgent,
      Deadlines deadlines,
      SecretMask mask,
      AddressRules addresses,
      InstantSource clock) {
    this.ours = Map.of("user-agent", userAgent, "accept-encoding", "identity");
    this.deadlines = deadlines;
    this.mask = mask;
    this.clock = clock;
    this.lookUps = lookUps(name);
    this.proxy = spec.proxy();
    NameLookUp names = new NameLookUp(addresses);
    if (proxy != null) {
      this.transport = new ProxyTransport(spec, proxy, names, lookUps);
    } else if (spec.protocol() == ProtocolChoice.H2C) {
      this.transport = new SharedTransport(spec, names, lookUps);
    } else {
      this.transport = new DirectTransport(spec, names, lookUps);
    }
  }

  @Override
  public void send(HttpCall call, Duration timeout, Consumer<Answer> done) {
    send(call, timeout, mask, done);
  }

  /** The same for a call with secrets of its own, which its answer must not show. */
  public void send(HttpCall call, Duration timeout, SecretMask hidden, Consumer<Answer> done) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Exchange.Setting setting =
        new Exchange.Setting(
            timeout,
            address(call.uri()),
            proxy == null ? null : FailureWords.ofProxy(proxy, Pools.CONNECT_TIMEOUT),
            hidden,
            counts,
            clock);
    Consumer<Exchange.Ended> last = ended -> done.accept(ended.answer());
    Consumer<Exchange.Ended> first =
        ended -> {
          Duration left = Duration.ofNanos(deadline - System.nanoTime());
          if (ended.staleConnection() && !call.parts().once() && !left.isNegative()) {
            transport.dropIdle();
            begin(new Exchange(call, setting, last), left);
          } else {
            last.accept(ended);
          }
        };
    begin(new Exchange(call, setting, first), timeout);
  }

  @Override
  public ConnectionCounts connections() {
    return counts;
  }

  @Override
  public void close() {
    closed = true;
    lookUps.shutdownNow();
    open.forEach(Exchange::abandon);
    transport.close();
  }

  private void begin(Exchange exchange, Duration left) {
    open.add(exchange);
    exchange.whenOver(() -> open.remove(exchange));
    try {
      exchange.timedBy(deadlines.after(left, exchange::expire));
      exchange.begin(transport::begin);
    } catch (RejectedExecutionException e) {
      exchange.abandon();
    }
    if (closed) {
      exchange.abandon();
    }
  }

  private Address address(URI uri) {
    Address known = last;
    if (known == null || !known.is(uri)) {
      known = new Address(uri, ours);
      last = known;
    }
    return known;
  }

  /**
   * Host names are looked up by the thread that asks for a new connection, and that can take long;
   * so it is a thread of its own, which lives only while there are some to look up.
   */
  private static ExecutorService lookUps(String name) {
    ThreadPoolExecutor lookUps =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> NameLookUp.thread(task, "http-names-" + name));
    lookUps.allowCoreThreadTimeOut(true);
    return lookUps;
  }
}
