package io.deploycast.sandbox.target;

import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens on one loopback port, which can be shut and opened again; each connection gets a thread.
 * Thread-safe.
 */
final class SocketListener implements AutoCloseable {
  /** Room for a burst of all connections that a dispatcher may open at once. */
  private static final int BACKLOG = 1_024;

  private final int port;
  private final Consumer<Socket> served;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private @Nullable ServerSocket server;

  SocketListener(int port, Consumer<Socket> served) {
    this.port = port;
    this.served = served;
    this.threads = Executors.newCachedThreadPool(task -> daemon(task, "target-" + port));
  }

  /** Does nothing when open. */
  synchronized void open() {
    if (server != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(Loopback.address(port), BACKLOG);
      server = opened;
      daemon(() -> accept(opened), "target-" + port + "-accept").start();
    } catch (IOException e) {
      throw new UncheckedIOException("port %d must be free for the target".formatted(port), e);
    }
  }

  /** Refuses connections from now on, and resets those that are open. */
  synchronized void shut() {
    ServerSocket open = server;
    server = null;
    if (open != null) {
      close(open);
    }
    connections.forEach(SocketListener::reset);
  }

  @Override
  public void close() {
    shut();
    threads.shutdown();
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        admit(from, socket);
      }
    } catch (IOException shut) {
      // Only shut() ends this loop.
    }
  }

  private synchronized void admit(ServerSocket from, Socket socket) {
    if (server != from) {
      reset(socket);
      return;
    }
    connections.add(socket);
    threads.execute(
        () -> {
          try {
            served.accept(socket);
          } finally {
            connections.remove(socket);
          }
        });
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // It is gone, which was the aim.
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
