/**
 * What people do with dead letters: find them, put them back on the delivery path, give them up.
 * Used by the command line and the admin API alike. Depends on the contract, topic names and
 * Kafka's clients. Start at {@code DeadLetters}, then {@code Redriver}.
 */
@NullMarked
package io.deploycast.schema.deadletter;

import org.jspecify.annotations.NullMarked;
