package io.deploycast.it;

import static io.deploycast.it.Installation.event;
import static io.deploycast.it.Installation.id;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Publishes events evenly at a rate, in the background. */
final class Load implements AutoCloseable {
  /** As many services as keep all partitions busy, and each lane with more than one event. */
  private static final int SERVICES = 40;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicInteger published = new AtomicInteger();
  private final Future<?> end;

  private Load(Installation installation, String prefix, int count, int perSecond) {
    this.end = thread.submit(() -> publish(installation, prefix, count, perSecond));
  }

  /** Begins at once; its events have the prefix {@code load}. */
  static Load start(Installation installation, int count, int perSecond) {
    return start(installation, "load", count, perSecond);
  }

  static Load start(Installation installation, String prefix, int count, int perSecond) {
    return new Load(installation, prefix, count, perSecond);
  }

  private void publish(Installation installation, String prefix, int count, int perSecond) {
    long began = System.nanoTime();
    for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
      long due = began + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      installation.publish(event(id(prefix, i), "service-" + i % SERVICES));
      published.incrementAndGet();
    }
    installation.flush();
  }

  int published() {
    return published.get();
  }

  /** Returns when all of it is published and Kafka has answered. */
  void await() throws ExecutionException, InterruptedException {
    end.get();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
