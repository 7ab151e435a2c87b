package io.deploycast.app.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does with each connection what a test says, a thread for each. */
public final class ScriptedSocket implements AutoCloseable {
  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final Script script;

  /** What is done with a connection; it is closed afterwards. */
  public interface Script {
    void play(Socket socket) throws IOException;
  }

  public ScriptedSocket(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  public URI uri(String scheme) {
    return URI.create("%s://127.0.0.1:%d/".formatted(scheme, port()));
  }

  public int connections() {
    return connections.get();
  }

  /** Connections whose script is not over yet. */
  int open() {
    return open.get();
  }

  /** Everything up to an empty line; empty when the connection has ended. */
  public static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** The next request, whose body is that of {@link Caller}; empty when there is none. */
  static String request(Socket socket) throws IOException {
    String head = head(socket);
    if (!head.isEmpty()) {
      socket.getInputStream().readNBytes("{\"id\":\"a\"}".length());
    }
    return head;
  }

  public static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-socket");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.incrementAndGet();
        daemon(() -> play(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Socket socket) {
    try (socket) {
      script.play(socket);
    } catch (IOException e) {
      // The other side has gone; a test sees that in what came of its call.
    } finally {
      open.decrementAndGet();
    }
  }
}
