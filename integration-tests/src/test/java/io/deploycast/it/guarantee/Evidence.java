package io.deploycast.it.guarantee;

import io.deploycast.sandbox.target.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is known of one target's deliveries.
 *
 * @param requests what the target saw, in the order it saw it
 * @param deadLetters ids of events in the dead-letter topic
 * @param backoffs planned wait before the second attempt, the third, …
 */
public record Evidence(
    String target,
    Ledger ledger,
    List<RecordedRequest> requests,
    Set<String> deadLetters,
    List<Disruption> disruptions,
    List<Duration> backoffs) {

  Map<String, List<RecordedRequest>> byEvent() {
    return requests.stream().collect(Collectors.groupingBy(RecordedRequest::eventId));
  }

  Set<String> delivered() {
    return requests.stream()
        .filter(RecordedRequest::delivered)
        .map(RecordedRequest::eventId)
        .collect(Collectors.toSet());
  }
}
