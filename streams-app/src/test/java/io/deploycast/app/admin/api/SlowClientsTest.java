package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time to keep others away. */
final class SlowClientsTest {
  private static final int EACH = 66;

  private final AdminCase server = new AdminCase(AdminCase.OPEN);
  private final List<Socket> sockets = new ArrayList<>();
  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() throws IOException {
    drip.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private void open(String begin, String next) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    sockets.add(socket);
    OutputStream out = socket.getOutputStream();
    out.write(begin.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    if (!next.isEmpty()) {
      var unused =
          drip.scheduleAtFixedRate(() -> write(out, next), 500, 500, TimeUnit.MILLISECONDS);
    }
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      // The server has closed it, which is what it should do.
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      while (true) {
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void areClosedAndMeanwhileOthersAreAnswered() throws IOException {
    String host = "Host: 127.0.0.1:%d\r\n".formatted(server.port());
    for (int i = 0; i < EACH; i++) {
      open("", "");
      open("GET / HTTP/1.1\r\n" + host, "X-A: b\r\n");
      open(
          "POST /api/v1/actions/redrive HTTP/1.1\r\n"
              + host
              + server.ownOrigin()
              + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
          " ");
    }
    long until = System.nanoTime() + Duration.ofSeconds(9).toNanos();
    List<Long> millis = new ArrayList<>();
    while (System.nanoTime() - until < 0) {
      long began = System.nanoTime();
      assertThat(server.get("/api/v1/targets").status()).isEqualTo(200);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
    assertThat(millis).hasSizeGreaterThan(50).allMatch(it -> it < 1_000);
    await("all of them to be closed")
        .atMost(Duration.ofSeconds(8))
        .until(() -> sockets.stream().allMatch(SlowClientsTest::isClosed));
  }
}
