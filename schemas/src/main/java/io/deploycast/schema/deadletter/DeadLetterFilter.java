package io.deploycast.schema.deadletter;

import io.deploycast.schema.DeadLetter;
import io.deploycast.schema.DeadLetterReason;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; null asks for nothing.
 *
 * @param key the record key of one dead letter
 * @param target a target's name
 * @param status the last HTTP status as text, or {@code none} for those that had no answer
 * @param service what was deployed
 * @param since given up at that instant or later
 * @param until given up before that instant
 */
public record DeadLetterFilter(
    @Nullable String key,
    @Nullable String target,
    @Nullable DeadLetterReason reason,
    @Nullable String status,
    @Nullable String service,
    @Nullable Instant since,
    @Nullable Instant until) {
  /** Every dead letter. */
  public static final DeadLetterFilter ALL =
      new DeadLetterFilter(null, null, null, null, null, null, null);

  /** The status of dead letters without an answer. */
  public static final String NO_STATUS = "none";

  private static final Pattern STATUS = Pattern.compile("\\d{3}|" + NO_STATUS);

  public DeadLetterFilter {
    if (status != null && !STATUS.matcher(status).matches()) {
      throw new IllegalArgumentException(
          "status must be three digits, or '%s', was '%s'".formatted(NO_STATUS, status));
    }
  }

  /** Those of one target. */
  public static DeadLetterFilter ofTarget(String target) {
    return new DeadLetterFilter(null, target, null, null, null, null, null);
  }

  /** The one with that key. */
  public static DeadLetterFilter ofKey(String key) {
    return new DeadLetterFilter(key, null, null, null, null, null, null);
  }

  /** The same, of one target only. */
  public DeadLetterFilter withTarget(String target) {
    return new DeadLetterFilter(key, target, reason, status, service, since, until);
  }

  /** Whether it is meant. */
  public boolean matches(DeadLetter letter) {
    return fits(key, letter.key())
        && fits(target, letter.target())
        && (reason == null || reason == letter.reason())
        && fits(status, statusOf(letter))
        && fits(service, letter.service())
        && (since == null || !letter.failedAt().isBefore(since))
        && (until == null || letter.failedAt().isBefore(until));
  }

  /** A dead letter's last HTTP status as this filter names it. */
  public static String statusOf(DeadLetter letter) {
    return letter.lastStatus() == null ? NO_STATUS : letter.lastStatus().toString();
  }

  private static boolean fits(@Nullable String wanted, @Nullable String seen) {
    return wanted == null || wanted.equals(seen);
  }
}
