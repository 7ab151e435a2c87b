package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.TargetHealth;
import io.deploycast.app.delivery.TargetState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Starts attempts as soon as the target has room for them: at most {@code concurrency} in flight,
 * or fewer where those get more done, at most one per lane, first attempts before retries and
 * redriven events, each in the order they came. The end of one call starts the next on the thread
 * that saw the end, without waiting for the stream thread.
 *
 * <p>Thread-safe. The lock guards the queues only; it is never held across a call.
 */
public final class Dispatcher {
  /**
   * While both wait, one start in so many is a retry's: new deployments matter more, but a target
   * that is always busy must not keep its retries waiting for ever.
   */
  private static final int RETRY_SHARE = 8;

  /**
   * Deliveries waiting at which partitions are held while the target takes nothing: enough that
   * each probe can take another event, and the log is the backlog.
   */
  private static final int HELD_WATER = 16;

  private final Target target;
  private final Pace pace;
  private final DeliveryListener listener;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /** Guarded by the lock. */
  private final TargetHealth health;

  private final Object lock = new Object();
  private final Waiting firsts = new Waiting();
  private final Waiting retries = new Waiting();

  /** A lane is here while a delivery of it is ready or in flight; its deque holds those behind. */
  private final Map<String, Deque<Delivery>> lanes = new HashMap<>();

  private final InFlightBound bound;
  private int inFlight;
  private int startsWhileBothWait;

  /** Above zero while a thread pumps; others leave their wish here instead of pumping, too. */
  private final AtomicInteger wishes = new AtomicInteger();

  /**
   * A dispatcher for one target.
   *
   * @param nanos a monotonic clock in nanoseconds
   */
  public Dispatcher(
      Target target,
      TargetHealth health,
      Pace pace,
      DeliveryListener listener,
      InstantSource clock,
      LongSupplier nanos) {
    this.target = target;
    this.health = health;
    this.pace = pace;
    this.listener = listener;
    this.clock = clock;
    this.nanos = nanos;
    this.bound = new InFlightBound(health.concurrency(), nanos.getAsLong());
  }

  /** Takes a delivery; starts it at once when there is room. Ignored when its partition drains. */
  void submit(Delivery delivery) {
    synchronized (lock) {
      if (!delivery.flow().accepts(delivery.slot())) {
        return;
      }
      kindOf(delivery).enter(delivery);
      enqueue(delivery);
    }
    pump();
  }

  /** Stops the target, or lets it go on. */
  public void pause(boolean paused) {
    synchronized (lock) {
      health.pause(paused);
    }
    pump();
  }

  /** Lets a call go out at once to a target that is only probed, or asked for a pause. */
  public void probe() {
    synchronized (lock) {
      health.probeAt(nanos.getAsLong());
    }
    pump();
  }

  /** Time until the target's state lets a call start; zero when it does now. */
  public Duration untilCall() {
    synchronized (lock) {
      return Duration.ofNanos(health.nanosUntilStart(nanos.getAsLong()));
    }
  }

  /** Deliveries that wait for room. */
  public int waiting() {
    synchronized (lock) {
      return firsts.count() + retries.count();
    }
  }

  /** Calls whose end is not yet known. */
  public int inFlight() {
    synchronized (lock) {
      return inFlight;
    }
  }

  /** How many there may be: the concurrency, or fewer that get more done or that the state lets. */
  public int mostInFlight() {
    synchronized (lock) {
      return Math.min(bound.current(), health.mostInFlight());
    }
  }

  public TargetState state() {
    synchronized (lock) {
      return health.state();
    }
  }

  /** Whether as many first attempts, or retries, wait as should. */
  boolean isSaturated(boolean retry) {
    synchronized (lock) {
      Waiting kind = retry ? retries : firsts;
      boolean held = health.state() != TargetState.RUNNING && kind.count() >= HELD_WATER;
      return held || kind.isSaturated(nanos.getAsLong());
    }
  }

  /**
   * What there is room for. Retries wait also while first attempts are many and go out quickly, and
   * so will have room again in a moment.
   */
  Room room() {
    synchronized (lock) {
      boolean forRetries = !isSaturated(true) && !firsts.isSaturatedBriefly(nanos.getAsLong());
      return new Room(!isSaturated(false), forRetries);
    }
  }

  /**
   * Nanoseconds until a waiting delivery may start, as far as time alone decides; the longest there
   * are while it waits for room, which an answer makes.
   */
  long nanosUntilStart() {
    synchronized (lock) {
      long wait = Math.max(health.nanosUntilStart(nanos.getAsLong()), pace.untilNext().toNanos());
      boolean forRoom = wait == 0 && inFlight > 0 && health.state() == TargetState.RUNNING;
      return forRoom ? Long.MAX_VALUE : wait;
    }
  }

  /**
   * Forgets what waits for partitions that drain, except what they still accept; and that, too, is
   * handed back when the target takes nothing now.
   */
  void dropRefused() {
    synchronized (lock) {
      forgetBehind(this::isRefused);
      for (Waiting kind : new Waiting[] {firsts, retries}) {
        kind.removeIf(this::isRefused).forEach(this::leaveLane);
      }
      if (health.state() != TargetState.RUNNING) {
        firsts.removeIf(this::isHandedBack);
        retries.removeIf(this::isHandedBack);
        forgetBehind(this::isHandedBack);
      }
    }
    pump();
  }

  private void forgetBehind(Predicate<Delivery> condition) {
    for (Deque<Delivery> behind : lanes.values()) {
      for (Iterator<Delivery> all = behind.iterator(); all.hasNext(); ) {
        Delivery delivery = all.next();
        if (condition.test(delivery)) {
          all.remove();
          firsts.leave(delivery);
        }
      }
    }
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
      buryExpired(firsts);
      buryExpired(retries);
      if (health.state() == TargetState.RUNNING && !bound.hasRoom(inFlight)) {
        return null;
      }
      long now = nanos.getAsLong();
      Waiting kind = nextKind();
      if (kind.isEmpty() || !health.mayStart(inFlight, now) || !pace.mayStart()) {
        bound.lacked(now);
        return null;
      }
      if (!firsts.isEmpty() && !retries.isEmpty()) {
        startsWhileBothWait++;
      }
      Delivery next = kind.remove();
      kind.leave(next);
      inFlight++;
      bound.started(now);
      health.started(next.event().id());
      next.flow().started(next.slot());
      return next;
    }
  }

  private Waiting nextKind() {
    if (firsts.isEmpty() || retries.isEmpty()) {
      return firsts.isEmpty() ? retries : firsts;
    }
    return startsWhileBothWait % RETRY_SHARE == RETRY_SHARE - 1 ? retries : firsts;
  }

  /** Ends those at the head that have become too old; they need neither room nor leave. */
  private void buryExpired(Waiting kind) {
    for (Delivery head = kind.peek(); head != null; head = kind.peek()) {
      Outcome.Expired expired = target.expired(head.event());
      if (expired == null) {
        return;
      }
      kind.leave(kind.remove());
      head.flow().expired(head, expired, clock.instant());
      leaveLane(head);
    }
  }

  private void start(Delivery delivery) {
    long now = nanos.getAsLong();
    Long due = delivery.dueNanos();
    if (due != null) {
      listener.retryStarted(Duration.ofNanos(Math.max(0, now - due)));
    }
    Call call = new Call(delivery, now);
    try {
      target.attempt(delivery.event(), delivery.progress(), call);
    } catch (RuntimeException | StackOverflowError e) {
      // A target answers with outcomes; should one throw all the same, its event must not hang.
      call.accept(new Outcome.Retriable("the attempt failed unexpectedly: " + e, null));
    }
  }

  private void ended(Delivery attempted, Outcome outcome, Duration took) {
    listener.attempted(outcome, took);
    Delivery delivery = attempted.after(outcome);
    boolean spent;
    synchronized (lock) {
      long now = nanos.getAsLong();
      spent = health.ended(delivery.event().id(), outcome, now);
      bound.ended(outcome instanceof Outcome.Delivered, now);
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
        kindOf(delivery).enter(delivery);
        kindOf(delivery).add(delivery);
      }
    }
    pump();
  }

  private Waiting kindOf(Delivery delivery) {
    return delivery.isSecondary() ? retries : firsts;
  }

  private void enqueue(Delivery delivery) {
    String lane = delivery.lane();
    if (lane == null) {
      kindOf(delivery).add(delivery);
      return;
    }
    Deque<Delivery> behind = lanes.get(lane);
    if (behind == null) {
      lanes.put(lane, new ArrayDeque<>());
      firsts.add(delivery);
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
      firsts.add(behind.remove());
    }
  }

  /** The one end of one call, however often it is reported. */
  private final class Call implements Consumer<Outcome> {
    private final Delivery delivery;
    private final long began;
    private final AtomicBoolean over = new AtomicBoolean();

    Call(Delivery delivery, long began) {
      this.delivery = delivery;
      this.began = began;
    }

    @Override
    public void accept(Outcome outcome) {
      if (over.compareAndSet(false, true)) {
        ended(delivery, outcome, Duration.ofNanos(nanos.getAsLong() - began));
      }
    }
  }
}
