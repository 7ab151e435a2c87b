package io.deploycast.sandbox.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What the tests ask a target with: the JDK's client, or a bare socket. */
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A target that hangs must not hang the tests. */
  private static final int LIMIT_MILLIS = 10_000;

  private Client() {}

  static HttpResponse<String> post(URI uri, String eventId) throws Exception {
    return HTTP.send(request(uri, eventId).build(), BodyHandlers.ofString());
  }

  static HttpRequest.Builder request(URI uri, String eventId) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofMillis(LIMIT_MILLIS))
        .header("webhook-id", eventId)
        .POST(BodyPublishers.ofString("{\"id\":\"in-the-body\"}"));
  }

  static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** A socket that has sent one request and read nothing. */
  static Socket asking(SimulatedTarget target, String eventId) throws IOException {
    Socket socket = new Socket();
    socket.connect(Loopback.address(target.port()), LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    String request =
        "POST /hook HTTP/1.1\r\nHost: x\r\nwebhook-id: %s\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(eventId);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }
}
