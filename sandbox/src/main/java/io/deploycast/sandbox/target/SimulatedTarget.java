package io.deploycast.sandbox.target;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.net.Loopback;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A monitoring tool, played by a real HTTP/1.1 server on loopback: it behaves, or misbehaves, as it
 * was told, and records every request.
 *
 * <p>Proper HTTP (parsing, framing, keep-alive) is httpcore5's blocking connection; the sockets
 * under it are ours, a thread for each. A complete server library could not reset a connection
 * half-way, answer with garbage or a byte a second, or stop and start to listen; with the socket at
 * hand each of these is a line, and on the same port. A thread per connection costs little for the
 * hundreds of connections a test opens, and waiting for long needs no timer.
 *
 * <p>Used by tests and by the demo. Thread-safe.
 */
public final class SimulatedTarget implements AutoCloseable {
  private final int port;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "target-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final RequestLedger ledger;
  private final SocketListener listener;
  private volatile Script script;

  private SimulatedTarget(Behaviour behaviour, SimulatedTargetOptions options) {
    this.port =
        options.port() == 0 ? FreePort.choose(RandomGenerator.getDefault()) : options.port();
    this.ledger = new RequestLedger(options.keptRequests());
    this.script = new Script(behaviour);
    Connection.Shared shared = new Connection.Shared(ledger, () -> script, options.clock(), closed);
    this.listener =
        new SocketListener(
            port,
            socket -> {
              ledger.connected();
              new Connection(socket, shared).run();
            });
  }

  /** Starts a target on a free port. */
  public static SimulatedTarget start(Behaviour behaviour) {
    return start(behaviour, SimulatedTargetOptions.defaults());
  }

  /**
   * Starts a target.
   *
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static SimulatedTarget start(Behaviour behaviour, SimulatedTargetOptions options) {
    SimulatedTarget target = new SimulatedTarget(behaviour, options);
    target.behave(behaviour);
    return target;
  }

  /**
   * Behaves like this from the next request on, and counts anew for it; what is being answered goes
   * on, unless the target goes down.
   */
  public synchronized void behave(Behaviour behaviour) {
    Script next = new Script(behaviour);
    script = next;
    if (behaviour instanceof Behaviour.DownFor down) {
      listener.shut();
      var unused =
          timer.schedule(
              () -> comeBack(next, down.then()), down.period().toMillis(), TimeUnit.MILLISECONDS);
    } else if (behaviour instanceof Behaviour.Down) {
      listener.shut();
    } else {
      listener.open();
    }
  }

  public Behaviour behaviour() {
    return script.behaviour();
  }

  public int port() {
    return port;
  }

  /** The target's address without a path. */
  public URI uri() {
    return uri("");
  }

  /** The target's address with a path that begins with a slash. */
  public URI uri(String path) {
    return URI.create("http://%s:%d%s".formatted(Loopback.HOST, port, path));
  }

  /** The requests kept, in the order in which they arrived. */
  public List<RecordedRequest> requests() {
    return ledger.requests();
  }

  /** The requests kept for one event, in the order in which they arrived. */
  public List<RecordedRequest> requestsFor(String eventId) {
    return requests().stream().filter(request -> request.eventId().equals(eventId)).toList();
  }

  /** The events that were answered 2xx, to the last byte. */
  public Set<String> deliveredIds() {
    return ledger.deliveredIds();
  }

  /** The events that were answered 2xx, to the last byte, more than once. */
  public Set<String> duplicateIds() {
    return ledger.duplicateIds();
  }

  public TargetStatistics statistics() {
    return ledger.statistics();
  }

  /** Forgets requests and counts; the behaviour goes on where it is. */
  public void forget() {
    ledger.clear();
  }

  /** Stops listening, resets all connections and ends all waiting. */
  @Override
  public synchronized void close() {
    closed.countDown();
    timer.shutdownNow();
    listener.close();
  }

  private synchronized void comeBack(Script from, Behaviour then) {
    // Somebody may have told it otherwise meanwhile.
    if (script == from && closed.getCount() > 0) {
      behave(then);
    }
  }
}
