package io.deploycast.app.admin.board;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record's place among all records of a topic, by its time. As text, for a cursor: {@code
 * 1767323045006-3-42}.
 */
public record Position(long timeMillis, int partition, long offset)
    implements Comparable<Position> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,9})-([0-9]{1,18})");

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::timeMillis)
          .thenComparingInt(Position::partition)
          .thenComparingLong(Position::offset);

  /** The text read back; empty when it is not of the form above. */
  public static Optional<Position> parse(String text) {
    Matcher match = TEXT.matcher(text);
    return match.matches()
        ? Optional.of(
            new Position(
                Long.parseLong(match.group(1)),
                Integer.parseInt(match.group(2)),
                Long.parseLong(match.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return timeMillis + "-" + partition + "-" + offset;
  }
}
