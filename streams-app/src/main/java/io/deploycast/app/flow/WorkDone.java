package io.deploycast.app.flow;

import java.time.Duration;

/**
 * How much gets done within some time while that many calls are in flight. Times are those of a
 * monotonic clock in nanoseconds. Not thread-safe: guarded by the dispatcher's lock.
 */
final class WorkDone {
  /** In a trial it lasts at least so long, and so many ends for each call of the usual number. */
  private static final Duration TRIAL = Duration.ofMillis(100);

  private static final int ROUNDS = 2;

  /** Otherwise so long, so that one pause of the runtime is not much. */
  static final Duration WATCH = Duration.ofMillis(500);

  /**
   * At most one such part of the time without a call to start, and of the ends in failure. More
   * calls at a time empty at once what waits, and then have to wait for the next poll.
   */
  private static final int PARTS = 2;

  private long began;
  private long nanos;
  private int delivered;
  private int failed;
  private boolean lacking;
  private long lackingSince;
  private long lacked;

  void begin(long now) {
    began = now;
    lackingSince = now;
    lacked = 0;
    delivered = 0;
    failed = 0;
  }

  void lacked(long now) {
    if (!lacking) {
      lacking = true;
      lackingSince = now;
    }
  }

  void started(long now) {
    if (lacking) {
      lacking = false;
      lacked += now - lackingSince;
    }
  }

  void ended(boolean delivered, long now) {
    this.delivered += delivered ? 1 : 0;
    failed += delivered ? 0 : 1;
    nanos = now - began;
    if (lacking) {
      lacked += now - lackingSince;
      lackingSince = now;
    }
  }

  /**
   * @param tried the usual number, if this is a turn of a trial: both numbers get as much to do,
   *     and so as many pauses of the runtime; 0 otherwise
   * @param known whether it is known what gets done; then a target that takes its time is noticed
   */
  boolean isOver(int tried, boolean known) {
    boolean enough = nanos >= TRIAL.toNanos() && ends() >= ROUNDS * tried;
    return (tried > 0 && enough) || ((tried == 0 || known) && nanos >= WATCH.toNanos());
  }

  /** Whether so far, and for a while, less gets done than that. */
  boolean getsLess(double least) {
    return nanos >= TRIAL.toNanos() && perSecond() < least;
  }

  /** Whether the number in flight alone was in the way. */
  boolean tells() {
    return lacked <= nanos / PARTS && failed <= ends() / PARTS;
  }

  /** Calls that delivered. */
  double perSecond() {
    return delivered * 1e9 / nanos;
  }

  private int ends() {
    return delivered + failed;
  }
}
