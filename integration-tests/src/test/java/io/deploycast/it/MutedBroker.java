package io.deploycast.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a client and a broker and passes everything on, until the client sends a request
 * of the kind given: from then on the broker's answers are swallowed.
 *
 * <p>A request begins with its length (4 bytes) and its API key (2 bytes), see the protocol guide
 * of Kafka; a client writes a request in one piece, as far as loopback is concerned.
 */
final class MutedBroker implements AutoCloseable {
  /** The API key of Produce. */
  static final int PRODUCE = 0;

  private final ServerSocket server;
  private final InetSocketAddress broker;
  private final int apiKey;
  private final AtomicBoolean muted = new AtomicBoolean();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  MutedBroker(int port, InetSocketAddress broker, int apiKey) {
    this.broker = broker;
    this.apiKey = apiKey;
    try {
      this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.submit(this::accept);
  }

  boolean isMuted() {
    return muted.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket behind = new Socket(broker.getAddress(), broker.getPort());
        sockets.add(client);
        sockets.add(behind);
        threads.submit(() -> pump(client.getInputStream(), behind.getOutputStream(), true));
        threads.submit(() -> pump(behind.getInputStream(), client.getOutputStream(), false));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private Void pump(InputStream from, OutputStream to, boolean requests) throws IOException {
    byte[] buffer = new byte[1 << 20];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      if (requests && count >= 6 && ((buffer[4] << 8) | buffer[5]) == apiKey) {
        muted.set(true);
      }
      if (requests || !muted.get()) {
        to.write(buffer, 0, count);
        to.flush();
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
