package io.deploycast.sandbox.target;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: reads requests, has them written down and answered, one by one. */
final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Four times the largest event that is delivered. */
  private static final int BODY_LIMIT = 4 << 20;

  private static final byte[] NO_BODY = {};

  /** What all connections of a target share. */
  record Shared(
      RequestLedger ledger,
      Supplier<Script> script,
      InstantSource clock,
      CountDownLatch targetClosed) {}

  private final Socket socket;
  private final Shared shared;
  private final DefaultBHttpServerConnection http =
      new DefaultBHttpServerConnection("http", Http1Config.DEFAULT);

  Connection(Socket socket, Shared shared) {
    this.socket = socket;
    this.shared = shared;
  }

  @Override
  public void run() {
    try (socket) {
      http.bind(socket);
      serve();
    } catch (IOException clientGone) {
      LOG.atTrace().addKeyValue("error", clientGone).log("connection ended");
    }
  }

  private void serve() throws IOException {
    try {
      boolean more = true;
      while (more) {
        more = exchange();
      }
    } catch (HttpException notHttp) {
      LOG.atWarn().addKeyValue("error", notHttp).log("refused what is not an HTTP/1.1 request");
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    }
  }

  private boolean exchange() throws IOException, HttpException {
    ClassicHttpRequest request = http.receiveRequestHeader();
    if (request == null) {
      return false;
    }
    long arrivedNanos = System.nanoTime();
    Instant arrivedAt = shared.clock().instant();
    RequestBody body = new RequestBody(body(request));
    RequestLedger.Line line =
        shared.ledger().arrived(RequestDraft.of(request, body, arrivedNanos, arrivedAt));
    try {
      Wire wire =
          new Wire(
              socket,
              http,
              request,
              shared.targetClosed(),
              (status, complete) -> shared.ledger().answered(line, status, complete));
      shared.script().get().replyTo(line.request()).play(wire);
      return wire.reusable();
    } finally {
      shared.ledger().ended(line);
    }
  }

  private byte[] body(ClassicHttpRequest request) throws IOException, HttpException {
    if (request.containsHeader(HttpHeaders.EXPECT)) {
      http.sendResponseHeader(new BasicClassicHttpResponse(HttpStatus.SC_CONTINUE));
      http.flush();
    }
    http.receiveRequestEntity(request);
    HttpEntity entity = request.getEntity();
    byte[] body = entity == null ? NO_BODY : EntityUtils.toByteArray(entity, BODY_LIMIT);
    return body == null ? NO_BODY : body;
  }
}
