package io.deploycast.sandbox.target;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One request as the target saw it, and what it answered until the moment the list was asked for.
 *
 * @param number the position among all requests, from 1
 * @param eventId header {@code webhook-id}, else the field {@code id} of a JSON body, else empty
 * @param attempt which request for this event it was, from 1, counted here
 * @param announcedAttempt the request header {@code deploycast-attempt}
 * @param path with the query
 * @param headers by lower-case name
 * @param bodySha256 in hex
 * @param body the exact bytes
 * @param arrivedNanos {@code System.nanoTime()} when the head had arrived
 * @param arrivedAt wall time of the same moment
 * @param status that was sent; 0 while none was
 * @param complete whether the whole answer was handed to the network
 */
public record RecordedRequest(
    long number,
    String eventId,
    int attempt,
    OptionalInt announcedAttempt,
    String method,
    String path,
    Map<String, List<String>> headers,
    String bodySha256,
    RequestBody body,
    long arrivedNanos,
    Instant arrivedAt,
    int status,
    boolean complete) {

  /** The first value of a header, whatever the case of its name. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }

  /** Whether the client was told, to the last byte, that it went well. */
  public boolean delivered() {
    return complete && status >= 200 && status < 300;
  }

  RecordedRequest answered(int sentStatus, boolean wholly) {
    return new RecordedRequest(
        number,
        eventId,
        attempt,
        announcedAttempt,
        method,
        path,
        headers,
        bodySha256,
        body,
        arrivedNanos,
        arrivedAt,
        sentStatus,
        wholly);
  }
}
