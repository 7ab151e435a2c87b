package io.deploycast.app.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.BasicHttpRequest;
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
 * <p>Runs on the client's I/O thread, but {@link #expire} and {@link #abandon} may come from any
 * thread.
 */
final class Exchange implements AsyncClientExchangeHandler, FutureCallback<AsyncClientEndpoint> {
  private final HttpCall call;
  private final Duration timeout;
  private final FailureWords words;
  private final InstantSource clock;
  private final AnswerBody body;
  private final ByteBuffer requestBody;
  private final HttpClientContext context = HttpClientContext.create();
  private final Consumer<Ended> ended;

  private final AtomicBoolean over = new AtomicBoolean();

  /** The connection while it is ours; taken out by whoever gives it back. */
  private final AtomicReference<@Nullable AsyncClientEndpoint> endpoint = new AtomicReference<>();

  private volatile @Nullable Future<?> timer;
  private volatile Runnable atEnd = () -> {};

  /** Of the connection, when our request began. */
  private long receivedBefore = -1;

  private int status;
  private @Nullable Duration retryAfter;
  private boolean reusable;

  /**
   * How an exchange ended.
   *
   * @param staleConnection whether a pooled connection died before a byte of an answer came, which
   *     says nothing about the target
   */
  record Ended(Answer answer, boolean staleConnection) {}

  Exchange(
      HttpCall call,
      Duration timeout,
      FailureWords words,
      SecretMask mask,
      InstantSource clock,
      Consumer<Ended> ended) {
    this.call = call;
    this.timeout = timeout;
    this.words = words;
    this.clock = clock;
    this.body = new AnswerBody(mask, call.parts().body());
    this.requestBody = ByteBuffer.wrap(call.body().getBytes(StandardCharsets.UTF_8));
    this.ended = ended;
  }

  /** Where the call goes. */
  HttpHost host() {
    return new HttpHost(call.uri().getScheme(), call.uri().getHost(), call.uri().getPort());
  }

  boolean isOver() {
    return over.get();
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
    end(new Answer.None(words.deadline(timeout)), false, false);
  }

  /** The client is being closed. */
  void abandon() {
    end(new Answer.None(words.closing()), false, false);
  }

  // ---- the connection

  @Override
  public void completed(AsyncClientEndpoint leased) {
    endpoint.set(leased);
    if (over.get()) {
      // It came too late for us, unused.
      giveBack(true);
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
    Answer answer = new Answer.None(words.of(cause), FailureWords.isHopeless(cause));
    end(answer, false, isStale(cause));
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
    BasicHttpRequest request = new BasicHttpRequest(call.method(), call.uri());
    call.headers().forEach(request::addHeader);
    channel.sendRequest(request, new BasicEntityDetails(requestBody.remaining(), null), http);
  }

  @Override
  public int available() {
    return requestBody.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (receivedBefore < 0) {
      receivedBefore = received();
    }
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
    status = response.getCode();
    retryAfter =
        RetryAfter.parse(
            textOf(response, HttpHeaders.RETRY_AFTER),
            textOf(response, HttpHeaders.DATE),
            clock.instant());
    String rateLimitHeader = call.parts().rateLimitHeader();
    if (retryAfter == null && rateLimitHeader != null) {
      retryAfter = RateLimitReset.parse(textOf(response, rateLimitHeader), clock.instant());
    }
    reusable = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, http);
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
    body.add(bytes);
    if (body.isFull()) {
      reusable = false;
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

  private static @Nullable String textOf(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private void answered() {
    boolean sent = !requestBody.hasRemaining();
    end(
        new Answer.Complete(
            status, body.excerpt(), retryAfter, call.parts().body() ? body.text() : ""),
        reusable && sent,
        false);
  }

  private void end(Answer answer, boolean reuse, boolean stale) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Future<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
    giveBack(reuse);
    atEnd.run();
    ended.accept(new Ended(answer, stale));
  }

  private void giveBack(boolean reuse) {
    AsyncClientEndpoint held = endpoint.getAndSet(null);
    if (held == null) {
      return;
    }
    if (reuse) {
      held.releaseAndReuse();
    } else {
      held.releaseAndDiscard();
    }
  }

  /** Whether a connection that had served before died under our request, unanswered. */
  private boolean isStale(Exception cause) {
    long now = received();
    return cause instanceof IOException && now > 0 && (receivedBefore < 0 || receivedBefore == now);
  }

  /** Bytes that ever came over the connection; 0 when there is none. */
  private long received() {
    EndpointDetails details = context.getEndpointDetails();
    return details == null ? 0 : details.getReceivedBytesCount();
  }
}
