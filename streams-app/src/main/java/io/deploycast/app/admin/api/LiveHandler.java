package io.deploycast.app.admin.api;

import io.deploycast.app.admin.guard.ConnectionGuard;
import io.deploycast.app.admin.guard.Problem;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpStatus;

/**
 * {@code /api/v1/live}: server-sent events that say what has changed and is worth asking for again.
 * Each counts changes, so one that was missed does no harm:
 *
 * <pre>
 * event: changed
 * data: {"targets":12,"deployments":345,"deadLetters":6}
 * </pre>
 */
final class LiveHandler {
  /** Streams at once; each keeps a thread. Others ask again and again instead. */
  static final int MOST = 40;

  /** A sign of life at least so often, so that each side notices when the other is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** Then the client comes again, with a token that may not be valid any more. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Pulse pulse;
  private final ConnectionGuard guard;
  private final Semaphore places = new Semaphore(MOST);

  LiveHandler(Pulse pulse, ConnectionGuard guard) {
    this.pulse = pulse;
    this.guard = guard;
  }

  void stream(Context context) throws InterruptedException {
    if (!places.tryAcquire()) {
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "all %d live streams are taken".formatted(MOST),
              Map.of("Retry-After", "30"))
          .raised();
    }
    pulse.enter();
    try {
      guard.letLive(
          ServletContextRequest.getServletContextRequest(context.req())
              .getConnectionMetaData()
              .getConnection());
      write(context.res());
    } catch (IOException e) {
      // The client has gone; there is nobody to tell.
      context.res().setHeader("Connection", "close");
    } finally {
      pulse.leave();
      places.release();
    }
  }

  private void write(HttpServletResponse response) throws IOException, InterruptedException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("X-Accel-Buffering", "no");
    OutputStream out = response.getOutputStream();
    Pulse.Beat beat = pulse.now();
    send(out, text(beat));
    long end = System.nanoTime() + LIFE.toNanos();
    while (!pulse.isClosed() && System.nanoTime() - end < 0) {
      Pulse.Beat next = pulse.next(beat, SILENCE);
      send(out, next.equals(beat) ? ": nothing new\n\n" : text(next));
      beat = next;
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String text(Pulse.Beat beat) {
    return "event: changed\ndata: {\"targets\":%d,\"deployments\":%d,\"deadLetters\":%d}\n\n"
        .formatted(beat.targets(), beat.deployments(), beat.deadLetters());
  }
}
