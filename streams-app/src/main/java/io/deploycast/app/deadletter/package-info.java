/**
 * How a delivery that ended without success is written down. Depends on {@code .delivery}, {@code
 * .flow}'s message and the contract; the reading side, {@code DeadLetter}, is part of the contract.
 * Start at {@code DeadLetterRecords}.
 */
@NullMarked
package io.deploycast.app.deadletter;

import org.jspecify.annotations.NullMarked;
