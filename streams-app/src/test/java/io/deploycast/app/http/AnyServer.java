package io.deploycast.app.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncResponseProducer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicServerExchangeHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;
import org.jspecify.annotations.Nullable;

/** A real server that speaks HTTP/1.1, HTTP/2 or what is agreed on, with TLS or without. */
public final class AnyServer implements AutoCloseable {
  private final HttpAsyncServer server;
  private final String scheme;
  private final int port;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Connections connections = new Connections();

  /** Answers that are held back; guarded by itself, as is whether they are. */
  private final List<Runnable> held = new ArrayList<>();

  private boolean holding;

  /** A request as it came. */
  public record Seen(String version, HttpRequest head, String body) {
    public @Nullable String header(String name) {
      Header header = head.getFirstHeader(name);
      return header == null ? null : header.getValue();
    }
  }

  /** What is answered. */
  public record Reply(int status, String body) {}

  private AnyServer(
      HttpVersionPolicy versions,
      @Nullable H2ServerTlsStrategy tls,
      Function<Seen, Reply> replies) {
    URIScheme kind = tls == null ? URIScheme.HTTP : URIScheme.HTTPS;
    scheme = kind.id;
    server =
        H2ServerBootstrap.bootstrap()
            .setVersionPolicy(versions)
            .setTlsStrategy(tls)
            .setIOSessionListener(connections)
            .setRequestRouter(
                (request, context) -> () -> new BasicServerExchangeHandler<>(new Handler(replies)))
            .create();
    server.start();
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      port = ((InetSocketAddress) server.listen(any, kind).get().getAddress()).getPort();
    } catch (Exception e) {
      throw new IllegalStateException("cannot listen", e);
    }
  }

  static AnyServer plain(HttpVersionPolicy versions) {
    return new AnyServer(versions, null, request -> new Reply(200, "fine"));
  }

  /** HTTP/1.1, answering as the request wants it. */
  public static AnyServer answering(Function<Seen, Reply> replies) {
    return new AnyServer(HttpVersionPolicy.FORCE_HTTP_1, null, replies);
  }

  /** HTTP/2 without TLS, answering as the request wants it. */
  static AnyServer answeringOverHttp2(Function<Seen, Reply> replies) {
    return new AnyServer(HttpVersionPolicy.FORCE_HTTP_2, null, replies);
  }

  static AnyServer tls(HttpVersionPolicy versions, SSLContext context) {
    return tls(versions, context, false);
  }

  /** With a server that wants to see a certificate, if so. */
  static AnyServer tls(HttpVersionPolicy versions, SSLContext context, boolean mutual) {
    H2ServerTlsStrategy tls =
        new H2ServerTlsStrategy(
            context, (endpoint, engine) -> engine.setNeedClientAuth(mutual), null);
    return new AnyServer(versions, tls, request -> new Reply(200, "fine"));
  }

  public URI uri(String path) {
    return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path));
  }

  int port() {
    return port;
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Connections so far. */
  int connections() {
    return connections.count.get();
  }

  /** Connections that are open now. */
  int open() {
    return connections.open.size();
  }

  void closeConnections() {
    connections.open.forEach(session -> session.close(CloseMode.GRACEFUL));
  }

  /** Holds answers back, or lets those go that were held back. */
  void hold(boolean hold) {
    List<Runnable> released;
    synchronized (held) {
      holding = hold;
      released = hold ? List.of() : List.copyOf(held);
      held.removeAll(released);
    }
    released.forEach(Runnable::run);
  }

  private void answer(Runnable answer) {
    synchronized (held) {
      if (holding) {
        held.add(answer);
        return;
      }
    }
    answer.run();
  }

  @Override
  public void close() {
    server.close(CloseMode.IMMEDIATE);
  }

  private final class Handler implements AsyncServerRequestHandler<Message<HttpRequest, String>> {
    private final Function<Seen, Reply> replies;

    Handler(Function<Seen, Reply> replies) {
      this.replies = replies;
    }

    @Override
    public AsyncRequestConsumer<Message<HttpRequest, String>> prepare(
        HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
      return new BasicRequestConsumer<>(entity == null ? null : new StringAsyncEntityConsumer());
    }

    @Override
    public void handle(
        Message<HttpRequest, String> request, ResponseTrigger trigger, HttpContext context)
        throws HttpException, IOException {
      String version = HttpCoreContext.cast(context).getProtocolVersion().toString();
      Seen one = new Seen(version, request.getHead(), String.valueOf(request.getBody()));
      seen.add(one);
      Reply reply = replies.apply(one);
      AsyncResponseProducer response =
          AsyncResponseBuilder.create(reply.status).setEntity(reply.body).build();
      answer(
          () -> {
            try {
              trigger.submitResponse(response, context);
            } catch (HttpException | IOException | IllegalStateException e) {
              // Whoever asked has gone, perhaps at this moment, which HttpCore tells by a state; a
              // test sees that in what came of its call.
              response.failed(e);
            }
          });
    }
  }

  private static final class Connections implements IOSessionListener {
    private final AtomicInteger count = new AtomicInteger();
    private final Set<IOSession> open = ConcurrentHashMap.newKeySet();

    @Override
    public void connected(IOSession session) {
      count.incrementAndGet();
      open.add(session);
    }

    @Override
    public void disconnected(IOSession session) {
      open.removeIf(it -> it.getId().equals(session.getId()));
    }

    @Override
    public void startTls(IOSession session) {}

    @Override
    public void inputReady(IOSession session) {}

    @Override
    public void outputReady(IOSession session) {}

    @Override
    public void timeout(IOSession session) {}

    @Override
    public void exception(IOSession session, Exception cause) {}
  }
}
