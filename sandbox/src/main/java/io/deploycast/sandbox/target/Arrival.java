package io.deploycast.sandbox.target;

/**
 * What a {@link Behaviour} may decide by. Both counts start anew with each {@link
 * SimulatedTarget#behave}.
 *
 * @param eventId of the request; empty when it has none
 * @param attempt how many requests for this event there were, with this one: from 1
 * @param number how many requests there were, with this one: from 1
 * @param request all that was sent
 */
public record Arrival(String eventId, int attempt, long number, RecordedRequest request) {}
