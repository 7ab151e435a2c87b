package io.deploycast.sandbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The fault of the moment, and a wait that its change ends. Thread-safe. */
final class FaultSwitch {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Fault fault = new Fault.None();

  void set(Fault next) {
    lock.lock();
    try {
      fault = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Fault current() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the fault is no longer this one, or after that time. */
  void awaitOther(Fault than, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (fault.equals(than) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the fault is no longer this one. */
  void awaitOther(Fault than) throws InterruptedException {
    awaitOther(than, Duration.of(1, TimeUnit.DAYS.toChronoUnit()));
  }
}
