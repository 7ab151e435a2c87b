package io.deploycast.app.admin.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream of what has changed. */
final class LiveTest {
  private final AdminCase server = new AdminCase(AdminCase.OPEN);
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private BufferedReader connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/live HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"
                .formatted(server.port())
                .getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static String nextBeginningWith(BufferedReader in, String begin) throws IOException {
    String line = in.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = in.readLine();
    }
    return line;
  }

  @Test
  void saysWithinASecondThatADeploymentHasCome() throws IOException {
    BufferedReader in = connect();
    String before = nextBeginningWith(in, "data: ");

    long began = System.nanoTime();
    server.filled.deployment("event-0000000001", "shop", 1);
    String after = nextBeginningWith(in, "data: ");

    assertThat(before).contains("\"deployments\":0");
    while (after != null && !after.contains("\"deployments\":1")) {
      after = nextBeginningWith(in, "data: ");
    }
    assertThat(after).isNotNull();
    assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(2_000);
  }

  @Test
  void givesASignOfLifeWhenNothingChanges() throws IOException {
    assertThat(nextBeginningWith(connect(), ": ")).isEqualTo(": nothing new");
  }

  @Test
  void turnsAwayWhoeverComesWhenAllPlacesAreTaken() throws IOException {
    for (int i = 0; i < LiveHandler.MOST; i++) {
      assertThat(nextBeginningWith(connect(), "data: ")).isNotNull();
    }

    RawAnswer answer = server.get("/api/v1/live");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("30");
    assertThat(server.get("/api/v1/targets").status()).isEqualTo(200);
  }
}
