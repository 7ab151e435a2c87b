package io.deploycast.app.admin.guard;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections on which no request was answered for a while, however busy they look: one that
 * sends a byte of its headers each second is never idle. Live streams are let be. Thread-safe.
 */
public final class ConnectionGuard implements Connection.Listener, AutoCloseable {
  /** A request is answered from memory, or within the bound of a call to the brokers. */
  static final Duration MOST = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How many answers a connection had given at that moment. */
  private record Seen(long answers, long atNanos) {}

  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final Map<Connection, Boolean> live = new ConcurrentHashMap<>();
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deploycast-admin-guard");
            thread.setDaemon(true);
            return thread;
          });

  public ConnectionGuard() {
    var unused =
        looker.scheduleWithFixedDelay(
            this::closeSlow, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    // What is inside of it is a connection of its own.
    if (!(connection instanceof SslConnection)) {
      connections.put(connection, new Seen(connection.getMessagesOut(), System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
    live.remove(connection);
  }

  /** The connection is a live stream from now on, to its end. */
  public void letLive(Connection connection) {
    live.put(connection, true);
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }

  private void closeSlow() {
    long now = System.nanoTime();
    connections.forEach(
        (connection, seen) -> {
          long answers = connection.getMessagesOut();
          if (answers != seen.answers()) {
            connections.replace(connection, seen, new Seen(answers, now));
          } else if (now - seen.atNanos() > MOST.toNanos() && !live.containsKey(connection)) {
            connection.getEndPoint().close();
          }
        });
  }
}
