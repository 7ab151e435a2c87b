/**
 * The pure middle: what a delivery is, what an attempt can come to, and what follows from it. Knows
 * no Kafka, no HTTP and no clock; everything here is a value or a function of its arguments.
 * Depends on the event contract only. Start at {@code Outcome}, then {@code RetryPolicy}.
 */
@NullMarked
package io.deploycast.app.delivery;

import org.jspecify.annotations.NullMarked;
