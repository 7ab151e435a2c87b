package io.deploycast.app.replay;

import io.deploycast.app.config.StartFrom;
import io.deploycast.app.topology.ReplayName;
import io.deploycast.schema.Rate;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked to be replayed.
 *
 * @param from where to begin, see {@link StartFrom}; null to go on with one that was begun
 * @param to where to end, likewise; null for the end of the log as it is at the beginning
 * @param service only this one's events; null for all
 * @param rate most attempts in a time
 */
public record ReplayRequest(
    ReplayName name,
    @Nullable String from,
    @Nullable String to,
    @Nullable String service,
    Rate rate) {
  /** The end of the log. */
  static final String LATEST = "latest";

  /**
   * The name of a replay that was given none: the same for the same question, so that asking again
   * goes on with what was begun.
   */
  public static ReplayName nameFor(String from, @Nullable String to, @Nullable String service) {
    CRC32 sum = new CRC32();
    sum.update("%s %s %s".formatted(from, to, service).getBytes(StandardCharsets.UTF_8));
    return new ReplayName("%08x".formatted(sum.getValue()));
  }

  String toOrLatest() {
    return to == null ? LATEST : to;
  }
}
