package io.deploycast.app.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** What has come of an answer. For the I/O thread. */
final class IncomingAnswer {
  private final AnswerParts parts;
  private final AnswerBody body;
  private int status;
  private @Nullable Duration retryAfter;
  private boolean reusable;

  IncomingAnswer(AnswerParts parts, SecretMask mask) {
    this.parts = parts;
    this.body = new AnswerBody(mask, parts.body());
  }

  /**
   * Status and headers have come.
   *
   * @param now for pauses that a target asks for by a date
   */
  void head(HttpResponse response, HttpContext http, Instant now) {
    status = response.getCode();
    retryAfter =
        RetryAfter.parse(
            textOf(response, HttpHeaders.RETRY_AFTER), textOf(response, HttpHeaders.DATE), now);
    String rateLimitHeader = parts.rateLimitHeader();
    if (retryAfter == null && rateLimitHeader != null) {
      retryAfter = RateLimitReset.parse(textOf(response, rateLimitHeader), now);
    }
    reusable =
        HttpVersion.HTTP_2.equals(http.getProtocolVersion())
            || DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, http);
  }

  boolean hasHead() {
    return status != 0;
  }

  /** A part of the body has come; false when no more of it is wanted. */
  boolean add(ByteBuffer bytes) {
    body.add(bytes);
    if (body.isFull()) {
      // The rest would have to be read before another answer.
      reusable = false;
      return false;
    }
    return true;
  }

  /** Whether the server leaves the connection open. */
  boolean leavesConnectionOpen() {
    return reusable;
  }

  Answer.Complete complete() {
    return new Answer.Complete(status, body.excerpt(), retryAfter, parts.body() ? body.text() : "");
  }

  private static @Nullable String textOf(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
