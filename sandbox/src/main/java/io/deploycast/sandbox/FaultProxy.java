package io.deploycast.sandbox;

import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands on a loopback port between a client and a server, and does to their connections what a
 * network can do: see {@link Fault}. A fault begins and ends for open connections, too.
 *
 * <p>Thread-safe. Two threads a connection, since it is meant for tests.
 */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress upstream;
  private final FaultSwitch fault = new FaultSwitch();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });

  private FaultProxy(ServerSocket server, InetSocketAddress upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  /**
   * A proxy that listens at once.
   *
   * @param port its own, 0 for any free one
   * @param upstreamPort of the server behind it, which need not be there yet
   */
  public static FaultProxy between(int port, int upstreamPort) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(Loopback.address(port));
      FaultProxy proxy = new FaultProxy(server, Loopback.address(upstreamPort));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("port %d must be free for the proxy".formatted(port), e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Does this from now on, instead of what it did. */
  public void behave(Fault next) {
    fault.set(next);
    if (next instanceof Fault.Reset) {
      sockets.forEach(FaultProxy::reset);
    }
  }

  /** Lets bytes pass again; what was held back follows. */
  public void heal() {
    behave(new Fault.None());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(FaultProxy::reset);
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        threads.execute(() -> connect(client));
      }
    } catch (IOException closed) {
      // Only close() ends this loop.
    }
  }

  private void connect(Socket client) {
    if (fault.current() instanceof Fault.Reset) {
      forget(client);
      return;
    }
    Socket behind = new Socket();
    sockets.add(behind);
    try {
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      behind.connect(upstream);
    } catch (IOException refused) {
      forget(client);
      forget(behind);
      return;
    }
    threads.execute(() -> pump(client, behind));
    pump(behind, client);
  }

  /** Carries one direction until it ends, then ends both. */
  private void pump(Socket from, Socket to) {
    try {
      new FaultyStream(from.getInputStream(), to.getOutputStream(), fault).run();
      to.shutdownOutput();
    } catch (IOException ended) {
      forget(from);
      forget(to);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    reset(socket);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // It is gone, which was the aim.
    }
  }
}
