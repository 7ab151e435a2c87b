package io.deploycast.app.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids of spans that are named again later, perhaps by another process: made of what is known there,
 * too. A delivery's spans so stay under one parent over retries and restarts, without a state. All
 * other ids are random. Thread-safe.
 */
final class ChosenIds implements IdGenerator {
  private static final int SPAN_ID = 16;
  private static final int TRACE_ID = 32;

  private final IdGenerator random = IdGenerator.random();

  /** The id of the span that this thread is about to start. */
  private final ThreadLocal<@Nullable String> next = new ThreadLocal<>();

  @Override
  public String generateSpanId() {
    String chosen = next.get();
    return chosen == null ? random.generateSpanId() : chosen;
  }

  @Override
  public String generateTraceId() {
    return random.generateTraceId();
  }

  /** Starts a span, which gets this id. */
  <T> T with(String spanId, Supplier<T> start) {
    next.set(spanId);
    try {
      return start.get();
    } finally {
      next.remove();
    }
  }

  static String spanId(String... of) {
    return digest(of).substring(0, SPAN_ID);
  }

  static String traceId(String... of) {
    return digest(of).substring(0, TRACE_ID);
  }

  private static String digest(String... of) {
    try {
      byte[] text = String.join("|", of).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
