package io.deploycast.sandbox.target;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A behaviour at work: counts the requests since it was given. Thread-safe. */
final class Script {
  private final Behaviour behaviour;
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  Script(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  Behaviour behaviour() {
    return behaviour;
  }

  Reply replyTo(RecordedRequest request) {
    int attempt = attempts.merge(request.eventId(), 1, Integer::sum);
    return behaviour.replyTo(
        new Arrival(request.eventId(), attempt, requests.incrementAndGet(), request));
  }
}
