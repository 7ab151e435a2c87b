package io.deploycast.app.http;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers in which products say when a rate limit begins anew. There is no standard that
 * they keep to: the number is seconds from now, or an instant in seconds, milliseconds or
 * microseconds, and it stands alone or after {@code reset=} or {@code t=}. Rubbish counts as
 * absent. Pure.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 *     header fields for HTTP</a>
 */
final class RateLimitReset {
  private static final Pattern FIELD =
      Pattern.compile("(?:^|[;,\\s])(?:reset|t)\\s*=\\s*(\\d{1,18})(?:\\.\\d+)?(?=$|[;,\\s])");

  private static final Pattern ALONE = Pattern.compile("(\\d{1,18})(?:\\.\\d+)?");

  /** A wait that long is an instant: nobody asks for thirty years. */
  private static final long EPOCH_SECONDS = 1_000_000_000L;

  private static final long EPOCH_MILLIS = EPOCH_SECONDS * 1_000;
  private static final long EPOCH_MICROS = EPOCH_MILLIS * 1_000;

  private RateLimitReset() {}

  /**
   * How long to wait.
   *
   * @param value of the header, or null
   * @return null for no wait that can be understood; zero for an instant that has passed
   */
  static @Nullable Duration parse(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    Matcher alone = ALONE.matcher(value.strip());
    if (alone.matches()) {
      return until(Long.parseLong(alone.group(1)), now);
    }
    Matcher field = FIELD.matcher(value);
    return field.find() ? until(Long.parseLong(field.group(1)), now) : null;
  }

  private static Duration until(long number, Instant now) {
    if (number < EPOCH_SECONDS) {
      return Duration.ofSeconds(number);
    }
    Instant instant;
    if (number >= EPOCH_MICROS) {
      instant = Instant.ofEpochMilli(number / 1_000);
    } else if (number >= EPOCH_MILLIS) {
      instant = Instant.ofEpochMilli(number);
    } else {
      instant = Instant.ofEpochSecond(number);
    }
    Duration wait = Duration.between(now, instant);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
