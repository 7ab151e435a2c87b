package io.deploycast.app.admin.api;

import io.deploycast.app.admin.board.Board;
import io.deploycast.app.metrics.TargetView;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices that something has changed that is shown, twice a second while somebody listens.
 * Thread-safe.
 */
final class Pulse implements AutoCloseable {
  /** Short beside the two seconds within which a failing target is to be seen. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** How often each kind of thing has changed. */
  record Beat(long targets, long deployments, long deadLetters) {}

  private final Targets targets;
  private final Board board;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deploycast-admin-pulse");
            thread.setDaemon(true);
            return thread;
          });

  private Beat beat = new Beat(0, 0, 0);
  private String shown = "";
  private int listeners;
  private boolean closed;

  Pulse(Targets targets, Board board) {
    this.targets = targets;
    this.board = board;
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void enter() {
    listeners++;
  }

  synchronized void leave() {
    listeners--;
  }

  /** The beat now. */
  synchronized Beat now() {
    return beat;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Waits until it is another one, at most that long. */
  synchronized Beat next(Beat seen, Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (beat.equals(seen) && !closed) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return beat;
      }
      wait(left);
    }
    return beat;
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.shutdownNow();
    notifyAll();
  }

  private synchronized void look() {
    if (listeners == 0) {
      return;
    }
    String now = describe();
    long changed = beat.targets() + (now.equals(shown) ? 0 : 1);
    shown = now;
    Beat next = new Beat(changed, board.deploymentChanges(), board.deadLetterChanges());
    if (!next.equals(beat)) {
      beat = next;
      notifyAll();
    }
  }

  /** What makes a difference to whoever looks, ages and rates aside, which always change. */
  private String describe() {
    StringBuilder text = new StringBuilder();
    for (ServedTarget target : targets.all()) {
      TargetView view = target.view().get();
      text.append(target.name())
          .append(target.state())
          .append(view.waiting())
          .append('/')
          .append(view.pending())
          .append('/')
          .append(view.inFlight())
          .append('/')
          .append(view.lagEvents())
          .append(target.activity().lastFailure())
          .append(target.activity().lastDelivery());
    }
    return text.toString();
  }
}
