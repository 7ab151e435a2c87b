package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are meant to fill our memory. */
final class AnswerLimitsTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);

  /** What the kernels of both sides take in, beyond what was read. */
  private static final long BUFFERS = 16L * 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 9000000000000000000\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
        "connection: close\r\n\r\n"
      })
  void readsSixtyFourKibibytesAndClosesTheConnection(String framing) throws IOException {
    AtomicLong sent = new AtomicLong();
    try (ScriptedSocket endless =
            new ScriptedSocket(
                socket -> {
                  ScriptedSocket.request(socket);
                  ScriptedSocket.send(socket, "HTTP/1.1 200 OK\r\n" + framing);
                  flood(socket, sent);
                });
        Caller caller = new Caller(1)) {
      Answer answer = caller.call(endless.uri("http"), AMPLE).answer();

      assertThat(((Answer.Complete) answer).status()).isEqualTo(200);
      assertThat(((Answer.Complete) answer).excerpt()).hasSizeLessThan(1024);
      await("the connection is closed").until(() -> sent.get() < 0);
      assertThat(-sent.get()).isLessThan(BUFFERS);
      assertThat(caller.call(endless.uri("http"), AMPLE).status()).isEqualTo(200);
      assertThat(endless.connections()).isEqualTo(2);
    }
  }

  @Test
  void decompressesNothing() throws IOException {
    byte[] bomb = zipped(new byte[10_000_000]);
    try (ScriptedSocket zipping =
            new ScriptedSocket(
                socket -> {
                  String head = ScriptedSocket.request(socket);
                  assertThat(head).containsIgnoringCase("\r\naccept-encoding: identity\r\n");
                  ScriptedSocket.send(
                      socket,
                      "HTTP/1.1 400 Bad\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n"
                          .formatted(bomb.length));
                  socket.getOutputStream().write(bomb);
                });
        Caller caller = new Caller(1)) {
      Answer.Complete answer = (Answer.Complete) caller.call(zipping.uri("http"), AMPLE).answer();
      assertThat(answer.status()).isEqualTo(400);
      // The first bytes of gzip itself, escaped.
      assertThat(answer.excerpt()).contains("\\u0008\\u0000");
    }
  }

  /** Sends until nobody listens any more, then turns the count negative. */
  private static void flood(Socket socket, AtomicLong sent) {
    byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.ISO_8859_1);
    long count = 0;
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(much);
        count += much.length;
      }
    } catch (IOException e) {
      sent.set(-count);
    }
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
