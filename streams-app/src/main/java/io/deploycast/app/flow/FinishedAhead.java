package io.deploycast.app.flow;

import io.deploycast.app.flow.finished.FinishedOffsets;
import org.jspecify.annotations.Nullable;

/**
 * What of one partition is finished above the watermark: by this assignment, whose window knows it,
 * and by an earlier one that was killed, which left it in the metadata of its last commit. The next
 * owner reads such records and passes over them.
 *
 * <p>Written by the stream thread, read by any.
 *
 * @see "docs/decisions/012-finished-above-the-watermark.md"
 */
final class FinishedAhead {
  private final OffsetWindow window;

  /** What an earlier assignment left, and the offset of its commit. */
  private volatile FinishedOffsets earlier = FinishedOffsets.NONE;

  private long earlierCommit = -1;

  /** Time of the youngest record that was read, in milliseconds since the epoch. */
  private volatile long newest;

  /** As the latest commit says; null before the first. */
  private volatile @Nullable FinishedOffsets committed;

  FinishedAhead(OffsetWindow window) {
    this.window = window;
  }

  /** Before anything is read: an earlier assignment committed that offset, and left these. */
  void resume(long commit, FinishedOffsets left) {
    earlierCommit = commit;
    earlier = left;
    committed = left;
  }

  /**
   * Whether an earlier assignment has finished the record that comes next.
   *
   * @param timeMillis the record's own time, in milliseconds since the epoch
   */
  boolean passesOver(long offset, long timeMillis) {
    if (offset < earlierCommit) {
      // The log ends before the commit, so it is not the log that was read then.
      earlier = FinishedOffsets.NONE;
    }
    newest = Math.max(newest, timeMillis);
    return earlier.contains(offset, timeMillis);
  }

  /** Records that are still to be read and will be passed over. */
  long unread() {
    FinishedOffsets left = earlier;
    return left.isEmpty() ? 0 : left.from(window.next()).count();
  }

  /**
   * All of it. To be asked for before the watermark: what ends in between is then missing here, or
   * below the watermark, but nothing that was here before is lost.
   */
  FinishedOffsets all() {
    return window.finishedAhead(newest).and(earlier.from(window.next()));
  }

  void committed(FinishedOffsets ahead) {
    committed = ahead;
  }

  /** Whether the latest commit says the same. */
  boolean isCommitted(FinishedOffsets ahead) {
    FinishedOffsets last = committed;
    return last == null ? ahead.isEmpty() : last.sameOffsets(ahead);
  }
}
