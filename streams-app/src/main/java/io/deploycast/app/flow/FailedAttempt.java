package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import java.time.Instant;

/**
 * An attempt that failed and whose consequence is still to be written by the stream thread.
 *
 * @param at when the attempt ended
 */
public record FailedAttempt(Delivery delivery, Outcome.Failed outcome, Instant at) {}
