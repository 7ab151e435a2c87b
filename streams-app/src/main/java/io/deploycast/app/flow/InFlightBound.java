package io.deploycast.app.flow;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many calls of a target are in flight at most: its concurrency, or fewer when fewer get more
 * done. A target that answers at once needs but a few; the others only wait in the machine's
 * buffers and caches, and the same processor does less. One that takes its time needs them all. The
 * time of an answer does not tell one from the other, as it grows with what is in flight; so it is
 * tried out.
 *
 * <ul>
 *   <li>Now and then a quarter of the calls is tried, in turns with the usual number, while there
 *       is always another one to start. It becomes usual when it got clearly more done. Half would
 *       make too little of a difference to stand out.
 *   <li>What was found out holds as long as about as much gets done, and for two minutes at most;
 *       then all are allowed again. So a target that becomes slow has its whole concurrency soon.
 *   <li>A trial that did not pay makes the next one rarer, and one that clearly costs ends at once.
 * </ul>
 *
 * <p>Times are those of a monotonic clock in nanoseconds. Not thread-safe: guarded by the
 * dispatcher's lock.
 */
final class InFlightBound {
  /** Not fewer than this: 64 to 256 were found to get the same done. */
  static final int FEWEST = 128;

  /** Until the next trial, at least and at most. */
  static final Duration SHORTEST_REST = Duration.ofSeconds(2);

  static final Duration LONGEST_REST = Duration.ofMinutes(2);

  /** Turns that each of the two numbers has in a trial. */
  private static final int TURNS = 9;

  /** Deliveries a second for each call: a target that takes longer for one needs them all. */
  private static final int QUICK = 4;

  /** What is tried is this part of the usual number. */
  private static final int PART = 4;

  /** It is taken when it gets this much more done. */
  private static final double PAYS = 1.08;

  /** A trial ends when it gets less than this done. */
  private static final double COSTS = 0.5;

  /** What was found holds for so long. */
  static final Duration BELIEVED = Duration.ofMinutes(2);

  /** And while the rate is within these parts of it. */
  private static final double LESS = 0.5;

  private static final double MORE = 2;

  /** Looks in a row that have to say that it does not. */
  private static final int STRAYS = 2;

  private final int concurrency;

  /** What has proved itself. */
  private int usual;

  /** What is allowed now: that, or a quarter of it. */
  private int current;

  /** Calls delivered a second when the usual number was found; 0 while it is the concurrency. */
  private double found;

  /** When that was. */
  private long foundAt;

  /** The same before the trial that is under way. */
  private double before;

  private int strays;
  private Duration rest;
  private long restUntil;
  private boolean trying;

  /** Calls that still have to end before the current number shows; at most until that moment. */
  private int settling;

  private long settledAt;

  private final WorkDone turn = new WorkDone();
  private final Turns withUsual = new Turns();
  private final Turns withQuarter = new Turns();

  /**
   * @param concurrency the most there may be
   * @param nanos now
   */
  InFlightBound(int concurrency, long nanos) {
    this.concurrency = concurrency;
    this.usual = concurrency;
    this.current = concurrency;
    restFor(SHORTEST_REST, nanos);
  }

  /** Whether one more call may be in flight. */
  boolean hasRoom(int inFlight) {
    return inFlight < current;
  }

  /** How many that is. */
  int current() {
    return current;
  }

  /** There is room for a call, but none to start. */
  void lacked(long nanos) {
    turn.lacked(nanos);
  }

  /** A call starts. */
  void started(long nanos) {
    turn.started(nanos);
  }

  /**
   * A call has ended.
   *
   * @param delivered whether something got done by it
   */
  void ended(boolean delivered, long nanos) {
    if (concurrency < PART * FEWEST) {
      return;
    }
    if (settling > 0 && nanos - settledAt < 0) {
      settling--;
      turn.begin(nanos);
      return;
    }
    turn.ended(delivered, nanos);
    if (trying && (costs() || turn.isOver(usual, found > 0))) {
      tried(nanos);
    } else if (!trying && turn.isOver(0, found > 0)) {
      watched(nanos);
    }
  }

  /** Whether the quarter on trial gets so little done that the turn need not go on. */
  private boolean costs() {
    return current != usual && turn.getsLess(COSTS * before);
  }

  private void watched(long nanos) {
    if (found > 0 && nanos - foundAt >= BELIEVED.toNanos()) {
      allowAll(nanos);
    } else if (turn.tells() && !strayed(nanos) && strays == 0) {
      tryQuarter(nanos);
    }
    turn.begin(nanos);
  }

  /** Whether less or much more gets done than was found, for a while; then all are allowed. */
  private boolean strayed(long nanos) {
    double rate = turn.perSecond();
    strays = found > 0 && (rate < found * LESS || rate > found * MORE) ? strays + 1 : 0;
    if (strays < STRAYS) {
      return false;
    }
    allowAll(nanos);
    return true;
  }

  private void allowAll(long nanos) {
    strays = 0;
    found = 0;
    usual = concurrency;
    restFor(SHORTEST_REST, nanos);
  }

  private void tryQuarter(long nanos) {
    boolean quick = turn.perSecond() >= QUICK * usual;
    if (quick && usual / PART >= FEWEST && nanos - restUntil >= 0) {
      trying = true;
      before = turn.perSecond();
      withUsual.clear();
      withQuarter.clear();
      allow(usual / PART, nanos);
    }
  }

  private void tried(long nanos) {
    if (!turn.tells()) {
      restFor(rest, nanos);
    } else if (costs()) {
      giveUp(nanos);
    } else if (current != usual) {
      withQuarter.add(turn);
      allow(usual, nanos);
    } else if (!strayed(nanos)) {
      withUsual.add(turn);
      judge(nanos);
    }
  }

  /** Both numbers have had as many turns. */
  private void judge(long nanos) {
    double gain = withQuarter.median() / withUsual.median();
    if (!withUsual.areAll()) {
      allow(usual / PART, nanos);
    } else if (gain < PAYS) {
      giveUp(nanos);
    } else {
      found = withQuarter.median();
      foundAt = nanos;
      usual /= PART;
      restFor(SHORTEST_REST, nanos);
    }
  }

  private void giveUp(long nanos) {
    Duration longer = rest.multipliedBy(2);
    restFor(longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer, nanos);
  }

  private void restFor(Duration next, long nanos) {
    trying = false;
    rest = next;
    restUntil = nanos + next.toNanos();
    allow(usual, nanos);
  }

  private void allow(int next, long nanos) {
    settling = Math.max(current, next);
    settledAt = nanos + WorkDone.WATCH.toNanos();
    current = next;
    turn.begin(nanos);
  }

  /** What got done in the turns of one number: a pause of the runtime spoils only one of them. */
  private static final class Turns {
    private final double[] rates = new double[TURNS];
    private int count;

    void add(WorkDone turn) {
      rates[count++] = turn.perSecond();
    }

    boolean areAll() {
      return count == TURNS;
    }

    void clear() {
      count = 0;
    }

    double median() {
      double[] sorted = Arrays.copyOf(rates, count);
      Arrays.sort(sorted);
      return sorted[count / 2];
    }
  }
}
