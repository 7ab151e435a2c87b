package io.deploycast.app.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;

/**
 * All that the complete client has under way for one exchange: a lease, a connection, a tunnel, the
 * request. The client itself keeps only the one it was told of last, and it is told by two threads:
 * a lease by the thread that asked for it, what follows by the I/O thread, which may be quicker.
 * Then it would cancel a lease that is over, and leave the request and its connection alone for
 * ever.
 *
 * <p>Thread-safe.
 */
final class RunningSteps implements CancellableDependency {
  private final AsyncExecRuntime connection;
  private final List<Cancellable> steps = new ArrayList<>();
  private boolean cancelled;

  RunningSteps(AsyncExecRuntime connection) {
    this.connection = connection;
  }

  /** The same scope, its steps kept here. */
  static AsyncExecChain.Scope of(AsyncExecChain.Scope scope) {
    RunningSteps steps = new RunningSteps(scope.execRuntime);
    scope.cancellableDependency.setDependency(steps);
    return new AsyncExecChain.Scope(
        scope.exchangeId,
        scope.route,
        scope.originalRequest,
        steps,
        scope.clientContext,
        scope.execRuntime,
        scope.scheduler,
        scope.execCount);
  }

  @Override
  public void setDependency(Cancellable step) {
    synchronized (this) {
      if (!cancelled) {
        steps.add(step);
        return;
      }
    }
    step.cancel();
    discard();
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean cancel() {
    List<Cancellable> begun;
    synchronized (this) {
      if (cancelled) {
        return false;
      }
      cancelled = true;
      begun = List.copyOf(steps);
    }
    begun.forEach(Cancellable::cancel);
    discard();
    return true;
  }

  /**
   * For what no step stands for: a TLS handshake, and a request whose refusal is not read to its
   * end. A connection that is being made is left alone: discarded now, its place would be given
   * back, and the connection lost that is put there later; see {@link ProxyPool}.
   */
  private void discard() {
    if (connection.isEndpointConnected()) {
      connection.discardEndpoint();
    }
  }
}
