package io.deploycast.it.guarantee;

import io.deploycast.sandbox.target.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be promised of a target's deliveries, and what breaks it. */
public enum Guarantee {
  /** Every acknowledged event was delivered or is a dead letter. */
  NOTHING_MISSING("missing") {
    @Override
    List<String> violations(Evidence evidence) {
      Set<String> missing = new HashSet<>(evidence.ledger().acknowledged());
      missing.removeAll(evidence.delivered());
      missing.removeAll(evidence.deadLetters());
      return List.copyOf(missing);
    }
  },

  /** Nothing was delivered twice. */
  NOTHING_REPEATED("duplicated") {
    @Override
    List<String> violations(Evidence evidence) {
      List<String> repeated = new ArrayList<>();
      for (RecordedRequest again : repeats(evidence)) {
        repeated.add(again.eventId());
      }
      return repeated;
    }
  },

  /** Every repeat has a disruption that explains it, and nothing came that was never announced. */
  NOTHING_UNEXPLAINED("unexplained") {
    @Override
    List<String> violations(Evidence evidence) {
      Set<String> announced = new HashSet<>();
      evidence.ledger().announced().forEach(line -> announced.add(line.eventId()));
      Set<String> unexplained = new HashSet<>(evidence.delivered());
      unexplained.removeAll(announced);
      evidence
          .byEvent()
          .forEach(
              (id, requests) -> {
                if (!isExplained(requests, evidence.disruptions())) {
                  unexplained.add(id);
                }
              });
      return List.copyOf(unexplained);
    }
  },

  /** No attempt came sooner after the one before it than was planned. */
  NOTHING_EARLY("early") {
    @Override
    List<String> violations(Evidence evidence) {
      List<String> early = new ArrayList<>();
      evidence.byEvent().values().forEach(all -> early.addAll(early(all, evidence)));
      return early;
    }
  },

  /** First attempts of one service came in the order in which they were announced. */
  IN_ORDER("out_of_order") {
    @Override
    List<String> violations(Evidence evidence) {
      Map<String, Long> firstSeen = new HashMap<>();
      for (RecordedRequest request : evidence.requests()) {
        firstSeen.putIfAbsent(request.eventId(), request.number());
      }
      List<String> wrong = new ArrayList<>();
      Map<String, Long> latest = new HashMap<>();
      for (Ledger.Line line : evidence.ledger().announced()) {
        Long seen = firstSeen.get(line.eventId());
        if (seen == null || line.service() == null) {
          continue;
        }
        Long before = latest.put(line.service(), seen);
        if (before != null && before > seen) {
          wrong.add(line.eventId());
        }
      }
      return wrong;
    }
  },

  /** Nothing became a dead letter. */
  NO_DEAD_LETTER("dead_lettered") {
    @Override
    List<String> violations(Evidence evidence) {
      return List.copyOf(evidence.deadLetters());
    }
  };

  private final String figure;

  Guarantee(String figure) {
    this.figure = figure;
  }

  /** Ids of the events that break it. */
  abstract List<String> violations(Evidence evidence);

  String figure() {
    return figure;
  }

  private static List<RecordedRequest> repeats(Evidence evidence) {
    Set<String> seen = new HashSet<>();
    return evidence.requests().stream()
        .filter(RecordedRequest::delivered)
        .filter(request -> !seen.add(request.eventId()))
        .toList();
  }

  private static boolean isExplained(List<RecordedRequest> requests, List<Disruption> disruptions) {
    List<RecordedRequest> delivered = requests.stream().filter(RecordedRequest::delivered).toList();
    for (int i = 0; i + 1 < delivered.size(); i++) {
      long first = delivered.get(i).arrivedNanos();
      long again = delivered.get(i + 1).arrivedNanos();
      if (disruptions.stream().noneMatch(it -> it.explains(first, again))) {
        return false;
      }
    }
    return true;
  }

  /**
   * An attempt follows the latest one of the number before it, unless that one is the repeat of a
   * disruption: then both live on, and the next may follow either.
   */
  private static List<String> early(List<RecordedRequest> requests, Evidence evidence) {
    List<Duration> backoffs = evidence.backoffs();
    List<String> early = new ArrayList<>();
    Map<Integer, Long> latest = new HashMap<>();
    for (RecordedRequest request : requests) {
      int attempt = request.announcedAttempt().orElse(1);
      Long before = latest.get(attempt - 1);
      if (before != null && attempt - 2 < backoffs.size()) {
        long waited = request.arrivedNanos() - before;
        if (waited < backoffs.get(attempt - 2).toNanos()) {
          early.add(request.eventId());
        }
      }
      latest.merge(
          attempt,
          request.arrivedNanos(),
          (first, again) ->
              evidence.disruptions().stream().anyMatch(it -> it.explains(first, again))
                  ? first
                  : again);
    }
    return early;
  }
}
