package io.deploycast.sandbox.target;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes down requests and answers. Thread-safe by one lock, which no I/O happens under. */
final class RequestLedger {
  /** One request's line; the answer is filled in later, under the ledger's lock. */
  static final class Line {
    private RecordedRequest request;
    private final EventFacts event;
    private boolean inFlight = true;

    private Line(RecordedRequest request, EventFacts event) {
      this.request = request;
      this.event = event;
    }

    /** As it arrived, to the thread that answers it. */
    RecordedRequest request() {
      return request;
    }
  }

  private static final class EventFacts {
    private int requests;
    private int delivered;
  }

  private final int keptRequests;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, EventFacts> events = new HashMap<>();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private long requests;
  private long connections;
  private int inFlight;
  private int maxConcurrent;

  RequestLedger(int keptRequests) {
    this.keptRequests = keptRequests;
  }

  synchronized void connected() {
    connections++;
  }

  synchronized Line arrived(RequestDraft draft) {
    EventFacts event = events.computeIfAbsent(draft.eventId(), id -> new EventFacts());
    Line line = new Line(draft.numbered(++requests, ++event.requests), event);
    statuses.merge(0, 1L, Long::sum);
    maxConcurrent = Math.max(maxConcurrent, ++inFlight);
    lines.addLast(line);
    if (lines.size() > keptRequests) {
      lines.removeFirst();
    }
    return line;
  }

  /**
   * The answer as it stands now; can be called again. A complete answer is no longer in flight: it
   * is written down before its last byte leaves, so that whoever has it finds it here.
   */
  synchronized void answered(Line line, int status, boolean complete) {
    RecordedRequest before = line.request;
    line.request = before.answered(status, complete);
    line.event.delivered += (line.request.delivered() ? 1 : 0) - (before.delivered() ? 1 : 0);
    statuses.computeIfPresent(before.status(), (key, count) -> count == 1 ? null : count - 1);
    statuses.merge(status, 1L, Long::sum);
    if (complete) {
      ended(line);
    }
  }

  /** The exchange is over, with or without an answer; idempotent. */
  synchronized void ended(Line line) {
    if (line.inFlight) {
      line.inFlight = false;
      inFlight--;
    }
  }

  synchronized List<RecordedRequest> requests() {
    return lines.stream().map(line -> line.request).toList();
  }

  synchronized Set<String> deliveredIds() {
    return idsWith(event -> event.delivered > 0);
  }

  synchronized Set<String> duplicateIds() {
    return idsWith(event -> event.delivered > 1);
  }

  synchronized TargetStatistics statistics() {
    return new TargetStatistics(
        requests,
        events.size(),
        count(event -> event.delivered > 0),
        count(event -> event.delivered > 1),
        count(event -> event.requests > 1),
        inFlight,
        maxConcurrent,
        connections,
        statuses);
  }

  /** Forgets all that was seen; what is in flight is still counted out when it ends. */
  synchronized void clear() {
    lines.clear();
    events.clear();
    statuses.clear();
    requests = 0;
    connections = 0;
    maxConcurrent = inFlight;
  }

  private Set<String> idsWith(Predicate<EventFacts> condition) {
    return events.entrySet().stream()
        .filter(event -> condition.test(event.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private int count(Predicate<EventFacts> condition) {
    return (int) events.values().stream().filter(condition).count();
  }
}
