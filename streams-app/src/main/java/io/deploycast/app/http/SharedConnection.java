package io.deploycast.app.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.ComplexCancellable;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.nio.command.ShutdownCommand;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection that carries several exchanges at a time, from the wish for it to its
 * close. Thread-safe; reports to no exchange while it holds its lock.
 */
final class SharedConnection {
  /** Servers are asked to allow at least so many at a time (RFC 9113, 6.5.2). */
  static final int MOST_AT_A_TIME = 100;

  /** The numbers of its streams are used up after a billion; it has served long before. */
  private static final int MOST_IN_ALL = 1_000_000;

  private final HttpHost host;

  /** Until the connection is there. */
  private final List<Exchange> waiting = new ArrayList<>();

  private @Nullable IOSession session;

  /** What becomes of exchanges, once it could not be made. */
  private @Nullable Consumer<Exchange> refusal;

  private int carried = 1;
  private int begun = 1;

  /** Since when it carries nothing, in the nanoseconds of a monotonic clock. */
  private long idleSince;

  /** Takes nothing more, and is closed as soon as it carries nothing. */
  private boolean retired;

  /** One that is still to be made, with a place kept for its first exchange. */
  SharedConnection(HttpHost host) {
    this.host = host;
  }

  HttpHost host() {
    return host;
  }

  /** Keeps a place for an exchange, which {@link #carry} then brings; false when it has none. */
  synchronized boolean hasPlace() {
    if (isGone() || carried == MOST_AT_A_TIME) {
      return false;
    }
    if (carried == 0 && System.nanoTime() - idleSince > Pools.MAX_IDLE.toNanoseconds()) {
      closeIfIdle();
      return false;
    }
    carried++;
    begun++;
    retired = begun == MOST_IN_ALL;
    return true;
  }

  /** Whether it takes nothing more. */
  synchronized boolean isGone() {
    return retired || (session != null && !session.isOpen());
  }

  /** Sends an exchange's request as soon as it can. */
  void carry(Exchange exchange) {
    IOSession open;
    Consumer<Exchange> refused;
    synchronized (this) {
      open = session;
      refused = refusal;
      if (open == null && refused == null) {
        waiting.add(exchange);
      }
    }
    if (open != null) {
      send(open, exchange);
    } else if (refused != null) {
      refused.accept(exchange);
    }
  }

  /** It is there. */
  void opened(IOSession made) {
    List<Exchange> first;
    synchronized (this) {
      session = made;
      first = List.copyOf(waiting);
      waiting.clear();
    }
    first.forEach(exchange -> send(made, exchange));
  }

  /** It could not be made. */
  void notOpened(Consumer<Exchange> reason) {
    List<Exchange> all;
    synchronized (this) {
      retired = true;
      refusal = reason;
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(reason);
  }

  synchronized void closeIfIdle() {
    if (carried == 0 && session != null) {
      retired = true;
      session.enqueue(ShutdownCommand.GRACEFUL, Command.Priority.NORMAL);
    }
  }

  private void send(IOSession open, Exchange exchange) {
    ComplexCancellable stream = new ComplexCancellable();
    if (exchange.holds(reuse -> ended(open, stream, reuse))) {
      open.enqueue(
          new RequestExecutionCommand(exchange, null, stream, exchange.context()),
          Command.Priority.NORMAL);
    }
  }

  private void ended(IOSession open, ComplexCancellable stream, boolean well) {
    boolean last;
    synchronized (this) {
      carried--;
      idleSince = System.nanoTime();
      retired |= !well;
      last = retired && carried == 0;
    }
    if (last && well) {
      open.enqueue(ShutdownCommand.GRACEFUL, Command.Priority.NORMAL);
    } else if (last) {
      open.close(CloseMode.IMMEDIATE);
    } else if (!well) {
      stream.cancel();
    }
  }
}
