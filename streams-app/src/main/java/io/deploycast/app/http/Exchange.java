package io.deploycast.app.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one connection. Whatever happens first – the end of the answer,
 * enough of it, a failure, the deadline – is reported, once; what happens afterwards is not.
 *
 * <p>Runs on its connection's I/O thread, but {@link #expire} and {@link #abandon} may come from
 * any thread.
 */
final class Exchange implements AsyncClientExchangeHandler, FutureCallback<AsyncClientEndpoint> {
  private final HttpCall call;
  private final Setting setting;
  private final IncomingAnswer incoming;
  private final ByteBuffer requestBody;
  private final HttpClientContext context = HttpClientContext.create();
  private final ConnectionUse connection;
  private final Consumer<Ended> ended;

  private final AtomicBoolean over = new AtomicBoolean();

  /** The connection while it is ours; taken out by whoever gives it back. */
  private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();

  private volatile @Nullable Future<?> timer;
  private volatile Runnable atEnd = () -> {};

  /** Whether the request is beyond our proxy; from then on trouble is the target's. */
  private volatile boolean beyondProxy;

  /**
   * How an exchange ended.
   *
   * @param staleConnection whether a pooled connection died before a byte of an answer came, which
   *     says nothing about the target
   */
  record Ended(Answer answer, boolean staleConnection) {}

  /**
   * What an exchange has to know beside its call.
   *
   * @param address that of the call
   * @param proxyWords for trouble before the proxy has let the request through; null without one
   */
  record Setting(
      Duration timeout,
      Address address,
      @Nullable FailureWords proxyWords,
      SecretMask mask,
      ConnectionCounts counts,
      InstantSource clock) {}

  /** A connection that is ours for now. */
  interface Hold {
    /** Gives it back, to be used again or to be closed. */
    void release(boolean reuse);
  }

  Exchange(HttpCall call, Setting setting, Consumer<Ended> ended) {
    this.call = call;
    this.setting = setting;
    this.incoming = new IncomingAnswer(call.parts(), setting.mask);
    this.requestBody = ByteBuffer.wrap(call.body().getBytes(StandardCharsets.UTF_8));
    this.beyondProxy = setting.proxyWords == null;
    this.connection = new ConnectionUse(context, setting.counts);
    this.ended = ended;
  }

  /** Where the call goes. */
  HttpHost host() {
    return setting.address.host();
  }

  boolean isOver() {
    return over.get();
  }

  /** Begins it, unless its time is over already; what is thrown is its failure. */
  void begin(Consumer<Exchange> transport) {
    if (isOver()) {
      return;
    }
    try {
      transport.accept(this);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** The same on another thread; given up when there is none any more. */
  void begin(Consumer<Exchange> transport, Executor threads) {
    try {
      threads.execute(() -> begin(transport));
    } catch (RejectedExecutionException e) {
      abandon();
    }
  }

  /** What to do at the end, before it is reported. Set before the exchange begins. */
  void whenOver(Runnable task) {
    atEnd = task;
  }

  /** The timer that will call {@link #expire}; cancelled at the end. */
  void timedBy(Future<?> future) {
    timer = future;
    if (over.get()) {
      future.cancel(false);
    }
  }

  /** The time is over. */
  void expire() {
    end(noAnswer(words().deadline(setting.timeout), Answer.Cause.OUTAGE), false, false);
  }

  /** The client is being closed. */
  void abandon() {
    end(new Answer.None(setting.address.words().closing()), false, false);
  }

  // ---- the proxy

  /** Of the connection; the same for all of the exchange. */
  HttpClientContext context() {
    return context;
  }

  /**
   * The proxy lets the request through.
   *
   * @param tunnelMade whether by a tunnel made for it
   */
  void passedProxy(boolean tunnelMade) {
    beyondProxy = true;
    if (tunnelMade) {
      connection.tunnelMade();
    }
  }

  boolean isBeyondProxy() {
    return beyondProxy;
  }

  /** The proxy answered in the target's place. */
  void refusedByProxy(int code) {
    beyondProxy = false;
    end(noAnswer(words().refusedWith(code), Answer.Cause.PROXY), false, false);
  }

  // ---- the connection

  @Override
  public void completed(AsyncClientEndpoint leased) {
    if (!holds(reuse -> giveBack(leased, reuse))) {
      return;
    }
    try {
      leased.execute(this, null, context);
    } catch (RuntimeException e) {
      // The connection was closed between its lease and now.
      failed(new ConnectionClosedException("closed before the request", e));
    }
  }

  @Override
  public void failed(Exception cause) {
    // The connection to the proxy is plain: whatever TLS says comes from beyond it.
    beyondProxy = beyondProxy || cause instanceof SSLException;
    Answer.Cause kind =
        FailureWords.isHopeless(cause) ? Answer.Cause.HOPELESS : Answer.Cause.OUTAGE;
    boolean stale = connection.isStale(cause, incoming.hasHead());
    end(noAnswer(words().of(cause), kind), false, stale);
  }

  /** Takes a connection; false when it came too late, and was given back unused. */
  boolean holds(Hold held) {
    hold.set(held);
    if (over.get()) {
      letGo(true);
      return false;
    }
    return true;
  }

  @Override
  public void cancelled() {
    abandon();
  }

  @Override
  public void cancel() {
    failed(new ConnectionClosedException("cancelled by the connection"));
  }

  // ---- the request

  @Override
  public void produceRequest(RequestChannel channel, HttpContext http)
      throws HttpException, IOException {
    channel.sendRequest(
        setting.address.request(call), new BasicEntityDetails(requestBody.remaining(), null), http);
  }

  @Override
  public int available() {
    return requestBody.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    connection.begin();
    if (requestBody.hasRemaining()) {
      channel.write(requestBody);
    }
    if (!requestBody.hasRemaining()) {
      channel.endStream();
    }
  }

  // ---- the answer

  @Override
  public void consumeInformation(HttpResponse response, HttpContext http) {
    // 1xx answers say nothing; the deadline bounds how many of them there are.
  }

  @Override
  public void consumeResponse(
      HttpResponse response, @Nullable EntityDetails entity, HttpContext http) {
    incoming.head(response, http, setting.clock.instant());
    if (entity == null) {
      answered();
    }
  }

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    capacity.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer bytes) {
    if (!incoming.add(bytes)) {
      answered();
    }
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    answered();
  }

  @Override
  public void releaseResources() {
    // The connection is gone; without an end so far, none will come.
    if (!over.get()) {
      failed(new ConnectionClosedException("released by the connection"));
    }
  }

  private void answered() {
    boolean sent = !requestBody.hasRemaining();
    end(incoming.complete(), incoming.leavesConnectionOpen() && sent, false);
  }

  private void end(Answer answer, boolean reuse, boolean stale) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Future<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
    letGo(reuse);
    atEnd.run();
    ended.accept(new Ended(answer, stale));
  }

  private void letGo(boolean reuse) {
    Hold held = hold.getAndSet(null);
    if (held != null) {
      held.release(reuse);
    }
  }

  private static void giveBack(AsyncClientEndpoint leased, boolean reuse) {
    if (reuse) {
      leased.releaseAndReuse();
    } else {
      leased.releaseAndDiscard();
    }
  }

  /** Who is spoken of: the proxy until the request is beyond it. */
  private FailureWords words() {
    FailureWords proxy = setting.proxyWords;
    return beyondProxy || proxy == null ? setting.address.words() : proxy;
  }

  private Answer.None noAnswer(String error, Answer.Cause cause) {
    return new Answer.None(error, beyondProxy ? cause : Answer.Cause.PROXY);
  }
}
