package io.deploycast.app.flow;

/**
 * A redriven delivery that ended well and whose dead letter is still to be removed by the stream
 * thread.
 */
public record Redelivered(Delivery delivery, DeliveryEnd end) {}
