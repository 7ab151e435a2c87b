package io.deploycast.cli.history;

import io.deploycast.cli.kafka.log.LogReader;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the history.
 *
 * @param since events announced then or later; null for all there are
 * @param until events announced before; null for all there are
 * @param choice which of them
 * @param limit how many of the latest; null for all
 * @param follow go on with what is announced from now on
 */
public record HistoryQuery(
    @Nullable Instant since,
    @Nullable Instant until,
    EventChoice choice,
    @Nullable Integer limit,
    boolean follow) {

  /** Most events that {@code limit} holds back until the end is reached. */
  public static final int MOST_LATEST = 10_000;

  /** Offsets that are no events, such as transaction markers, are allowed for. */
  private static final long OFFSETS_PER_EVENT = 2;

  public HistoryQuery {
    if (limit != null && (limit < 1 || limit > MOST_LATEST)) {
      throw new IllegalArgumentException(
          "--limit must be 1 to %d, was %d; for more, leave it out and cut the output"
              .formatted(MOST_LATEST, limit));
    }
    if (follow && until != null) {
      throw new IllegalArgumentException("--follow never ends, so it must not have an --until");
    }
  }

  /**
   * Reads and writes.
   *
   * @param warnings takes a line about what could not be read
   */
  public void run(
      LogReader log,
      String topic,
      HistoryFormat format,
      PrintWriter out,
      Consumer<String> warnings) {
    EventOutput output = format.to(out);
    HistoryRun run = new HistoryRun(this, output, out, warnings);
    List<TopicPartition> partitions = log.partitions(topic);
    output.begin();
    if (!readsNearTheEnd(log, partitions, run)) {
      run.forget();
      log.read(partitions, new LogReader.Range(since, null, follow), run);
    }
    run.finish();
    output.end();
  }

  /** Whether the latest were found without reading all; every event has to be wanted for that. */
  private boolean readsNearTheEnd(LogReader log, List<TopicPartition> partitions, HistoryRun run) {
    if (limit == null || !choice.isEverything() || until != null || follow) {
      return false;
    }
    boolean cut =
        log.read(partitions, new LogReader.Range(since, OFFSETS_PER_EVENT * limit, false), run);
    return !cut || !run.isShort();
  }
}
