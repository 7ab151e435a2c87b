package io.deploycast.sandbox.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * The connection as the {@link Reply} to one request sees it: proper HTTP through the library, and
 * everything else as bytes on the socket. Used by one thread; sockets are closed by others.
 */
public final class Wire {
  /** RFC 9110 section 15: what is above is no status at all. */
  private static final int HIGHEST_KNOWN = 599;

  /** With the next one: some 60,000 repeats a second. */
  private static final int REPEATS_AT_ONCE = 64;

  private static final Duration BETWEEN_REPEATS = Duration.ofMillis(1);

  private final Socket socket;
  private final DefaultBHttpServerConnection http;
  private final ClassicHttpRequest request;
  private final CountDownLatch targetClosed;
  private final Answered answered;
  private boolean reusable;

  /** Hears what was sent. */
  interface Answered {
    void with(int status, boolean complete);
  }

  Wire(
      Socket socket,
      DefaultBHttpServerConnection http,
      ClassicHttpRequest request,
      CountDownLatch targetClosed,
      Answered answered) {
    this.socket = socket;
    this.http = http;
    this.request = request;
    this.targetClosed = targetClosed;
    this.answered = answered;
  }

  /** Whether the connection may carry another request. */
  boolean reusable() {
    return reusable;
  }

  void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    ClassicHttpResponse response = new BasicClassicHttpResponse(status, reason(status));
    if (status != HttpStatus.SC_NO_CONTENT && status != HttpStatus.SC_NOT_MODIFIED) {
      response.setHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON.toString());
      response.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
      if (!Method.HEAD.isSame(request.getMethod())) {
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
      }
    }
    headers.forEach(response::setHeader);
    reusable =
        DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            request, response, HttpCoreContext.create());
    try {
      http.sendResponseHeader(response);
      // Before the last byte, which sending the body flushes: a client that has the answer must
      // find
      // it written down.
      answered.with(status, true);
      http.sendResponseEntity(response);
      http.flush();
    } catch (HttpException unsendable) {
      throw new IOException("an answer with status " + status + " cannot be sent", unsendable);
    } catch (IOException clientGone) {
      answered.with(status, false);
      throw clientGone;
    }
  }

  private static String reason(int status) {
    // The catalogue refuses a status that does not exist.
    String known =
        status <= HIGHEST_KNOWN
            ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT)
            : null;
    return known == null ? "Unassigned" : known;
  }

  void raw(String bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Until the client is gone; a flood, but one that leaves the machine some time. */
  void repeat(String bytes) throws IOException {
    byte[] block = bytes.repeat(REPEATS_AT_ONCE).getBytes(ISO_8859_1);
    OutputStream out = socket.getOutputStream();
    while (true) {
      out.write(block);
      pause(BETWEEN_REPEATS);
    }
  }

  void trickle(byte[] bytes, Duration pause) throws IOException {
    OutputStream out = socket.getOutputStream();
    for (byte each : bytes) {
      out.write(each);
      out.flush();
      pause(pause);
    }
  }

  /** The status line and headers are out, the rest is not. */
  void statusSent(int status) {
    answered.with(status, false);
  }

  void complete(int status) {
    answered.with(status, true);
  }

  /** Nothing is sent for so long; ends at once when the target is closed. */
  void pause(Duration duration) throws IOException {
    try {
      if (targetClosed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the target was closed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  void awaitClientGone() throws IOException {
    byte[] ignored = new byte[1_024];
    while (socket.getInputStream().read(ignored) >= 0) {
      // Only the end of the stream is of interest.
    }
  }

  /** Ends the connection with RST. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Ends the connection with FIN. */
  void end() throws IOException {
    socket.close();
  }
}
