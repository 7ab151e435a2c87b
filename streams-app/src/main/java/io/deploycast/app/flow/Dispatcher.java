package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.delivery.TargetState;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts attempts as soon as the target has room for them: at most {@code concurrency} in flight,
 * at most one per lane, in the order they came. The end of one call starts the next on the thread
 * that saw the end, without waiting for the stream thread.
 *
 * <p>Thread-safe. The lock guards the queues only; it is never held across a call.
 */
public final class Dispatcher {
  private final Target target;
  private final Pace pace;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /** Guarded by the lock. */
  private final TargetHealth health;

  private final Object lock = new Object();
  private final Deque<Delivery> ready = new ArrayDeque<>();

  /** A lane is here while a delivery of it is ready or in flight; its deque holds those behind. */
  private final Map<String, Deque<Delivery>> lanes = new HashMap<>();

  private int waiting;
  private int inFlight;

  /** Above zero while a thread pumps; others leave their wish here instead of pumping, too. */
  private final AtomicInteger wishes = new AtomicInteger();

  /**
   * A dispatcher for one target.
   *
   * @param nanos a monotonic clock in nanoseconds
   */
  public Dispatcher(
      Target target, TargetHealth health, Pace pace, InstantSource clock, LongSupplier nanos) {
    this.target = target;
    this.health = health;
    this.pace = pace;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Takes a delivery; starts it at once when there is room. Ignored when its partition drains. */
  void submit(Delivery delivery) {
    synchronized (lock) {
      if (!delivery.flow().accepts(delivery.slot())) {
        return;
      }
      waiting++;
      enqueue(delivery);
    }
    pump();
  }

  /** Deliveries that wait for room. */
  int waiting() {
    synchronized (lock) {
      return waiting;
    }
  }

  /** Calls whose end is not yet known. */
  int inFlight() {
    synchronized (lock) {
      return inFlight;
    }
  }

  /** Whether calls go out without restraint. */
  boolean isRunning() {
    synchronized (lock) {
      return health.state() == TargetState.RUNNING;
    }
  }

  /** Nanoseconds until a waiting delivery may start, as far as time alone decides. */
  long nanosUntilStart() {
    synchronized (lock) {
      return Math.max(health.nanosUntilStart(nanos.getAsLong()), pace.cycle().toNanos());
    }
  }

  /**
   * Forgets what waits for partitions that drain, except what they still accept; and that, too, is
   * handed back when the target takes nothing now.
   */
  void dropRefused() {
    synchronized (lock) {
      lanes.values().forEach(behind -> behind.removeIf(this::isRefused));
      List<Delivery> dropped = ready.stream().filter(this::isRefused).toList();
      ready.removeAll(Set.copyOf(dropped));
      dropped.forEach(this::leaveLane);
      if (health.state() != TargetState.RUNNING) {
        ready.removeIf(this::isHandedBack);
        lanes.values().forEach(behind -> behind.removeIf(this::isHandedBack));
      }
      waiting = ready.size() + lanes.values().stream().mapToInt(Deque::size).sum();
    }
    pump();
  }

  private boolean isHandedBack(Delivery delivery) {
    if (!delivery.flow().isDraining()) {
      return false;
    }
    delivery.flow().handBack(delivery);
    return true;
  }

  private boolean isRefused(Delivery delivery) {
    return !delivery.flow().accepts(delivery.slot());
  }

  /**
   * Starts what can be started. One thread at a time; a call that ends on the very thread that
   * started it therefore does not recurse.
   */
  void pump() {
    if (wishes.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      for (Delivery next = take(); next != null; next = take()) {
        start(next);
      }
      seen = wishes.addAndGet(-seen);
    } while (seen > 0);
  }

  private @Nullable Delivery take() {
    synchronized (lock) {
      boolean mayStart = !ready.isEmpty() && health.mayStart(inFlight, nanos.getAsLong());
      if (!mayStart || !pace.mayStart()) {
        return null;
      }
      Delivery next = ready.remove();
      waiting--;
      inFlight++;
      health.started(next.event().id());
      next.flow().started(next.slot());
      return next;
    }
  }

  private void start(Delivery delivery) {
    Call call = new Call(delivery);
    try {
      target.attempt(delivery.event(), delivery.progress().attempt(), call);
    } catch (RuntimeException | StackOverflowError e) {
      // A target answers with outcomes; should one throw all the same, its event must not hang.
      call.accept(new Outcome.Retriable("the attempt failed unexpectedly: " + e, null));
    }
  }

  private void ended(Delivery delivery, Outcome outcome) {
    boolean spent;
    synchronized (lock) {
      spent = health.ended(delivery.event().id(), outcome, nanos.getAsLong());
    }
    if (spent) {
      delivery.flow().ended(delivery, outcome, clock.instant());
    } else {
      delivery.flow().untried();
    }
    synchronized (lock) {
      inFlight--;
      if (spent || isRefused(delivery) || isHandedBack(delivery)) {
        leaveLane(delivery);
      } else {
        // At the back, so that the next probe takes another event; the lane stays its own.
        waiting++;
        ready.add(delivery);
      }
    }
    pump();
  }

  private void enqueue(Delivery delivery) {
    String lane = delivery.lane();
    if (lane == null) {
      ready.add(delivery);
      return;
    }
    Deque<Delivery> behind = lanes.get(lane);
    if (behind == null) {
      lanes.put(lane, new ArrayDeque<>());
      ready.add(delivery);
    } else {
      behind.add(delivery);
    }
  }

  private void leaveLane(Delivery delivery) {
    String lane = delivery.lane();
    Deque<Delivery> behind = lane == null ? null : lanes.get(lane);
    if (behind == null) {
      return;
    }
    if (behind.isEmpty()) {
      lanes.remove(lane);
    } else {
      ready.add(behind.remove());
    }
  }

  /** The one end of one call, however often it is reported. */
  private final class Call implements Consumer<Outcome> {
    private final Delivery delivery;
    private final AtomicBoolean over = new AtomicBoolean();

    Call(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public void accept(Outcome outcome) {
      if (over.compareAndSet(false, true)) {
        ended(delivery, outcome);
      }
    }
  }
}
