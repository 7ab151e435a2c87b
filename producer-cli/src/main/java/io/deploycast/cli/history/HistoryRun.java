package io.deploycast.cli.history;

import io.deploycast.cli.kafka.log.LogReader;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** One answer to a query, as records come in. Not thread-safe. */
final class HistoryRun implements LogReader.Use {
  /** How often it is asked whether anybody still reads what is written. */
  private static final int CHECKED_EVERY = 512;

  private final HistoryQuery query;
  private final EventOutput output;
  private final PrintWriter out;
  private final EventDecoder reader;

  /** The latest, while more may come that are later; null when events are written as they come. */
  private @Nullable Queue<LoggedEvent> latest;

  private int unchecked;

  HistoryRun(HistoryQuery query, EventOutput output, PrintWriter out, Consumer<String> warnings) {
    this.query = query;
    this.output = output;
    this.out = out;
    this.reader = new EventDecoder(warnings);
    this.latest = query.limit() == null ? null : new ArrayDeque<>();
  }

  @Override
  public boolean record(ConsumerRecord<byte[], byte[]> record) {
    if (query.until() != null && record.timestamp() >= query.until().toEpochMilli()) {
      // A broker's times never go back; a producer's may, so that later records can be earlier.
      return record.timestampType() != TimestampType.LOG_APPEND_TIME;
    }
    if (query.since() == null || record.timestamp() >= query.since().toEpochMilli()) {
      LoggedEvent event = reader.read(record);
      if (event != null && query.choice().test(event)) {
        take(event);
      }
    }
    return ++unchecked % CHECKED_EVERY != 0 || !out.checkError();
  }

  private void take(LoggedEvent event) {
    Queue<LoggedEvent> held = latest;
    if (held == null) {
      output.event(event);
      return;
    }
    held.add(event);
    Integer most = query.limit();
    if (most != null && held.size() > most) {
      held.remove();
    }
  }

  @Override
  public boolean pause() {
    release();
    output.pause();
    return !out.checkError();
  }

  /** Whether fewer than the limit were found. */
  boolean isShort() {
    Integer most = query.limit();
    return latest != null && most != null && latest.size() < most;
  }

  /** Begins again. */
  void forget() {
    if (latest != null) {
      latest.clear();
    }
  }

  void finish() {
    release();
    reader.finish();
  }

  private void release() {
    if (latest != null) {
      latest.forEach(output::event);
      latest = null;
    }
  }
}
