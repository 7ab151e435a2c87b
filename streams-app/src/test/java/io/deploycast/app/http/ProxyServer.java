package io.deploycast.app.http;

import io.deploycast.app.http.connection.ProxySpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real forward proxy on loopback: makes tunnels, forwards plain requests, or refuses to. */
final class ProxyServer implements AutoCloseable {
  private final ScriptedSocket socket = new ScriptedSocket(this::serve);
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";
  private volatile boolean hanging;

  ProxySpec spec() {
    return spec(null, null);
  }

  ProxySpec spec(@Nullable String user, @Nullable String password) {
    return new ProxySpec("127.0.0.1", socket.port(), user, password);
  }

  int port() {
    return socket.port();
  }

  /** Answers so instead of letting anything through; empty to let it through. */
  void refuseWith(String statusLine) {
    refusal = statusLine;
  }

  /** Takes requests and never answers. */
  void hang() {
    hanging = true;
  }

  /** Answers as it did before it hung. */
  void goOn() {
    hanging = false;
  }

  /** Connections that are open. */
  int open() {
    return socket.open();
  }

  /** First lines and headers of what it was asked for itself; a tunnel hides the rest. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve(Socket client) throws IOException {
    String head = ScriptedSocket.head(client);
    if (head.isEmpty()) {
      return;
    }
    heads.add(head);
    if (hanging) {
      client.getInputStream().readAllBytes();
    } else if (!refusal.isEmpty()) {
      ScriptedSocket.send(client, "HTTP/1.1 " + refusal + "\r\ncontent-length: 4\r\n\r\nno!\n");
    } else {
      relay(client, head);
    }
  }

  private static void relay(Socket client, String head) throws IOException {
    String[] line = head.split(" ", 3);
    boolean tunnel = line[0].equals("CONNECT");
    URI to = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), to.getPort())) {
      if (tunnel) {
        ScriptedSocket.send(client, "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      }
      ScriptedSocket.daemon(() -> pump(target, client));
      client.getInputStream().transferTo(target.getOutputStream());
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone, and with it the other.
    }
  }
}
