/**
 * The four figures of DORA (dora.dev) from a history of deployments. {@code Deployments} collects,
 * {@code Measure} says what each figure means, {@code DoraReport} holds them, the rest writes them.
 * Reads no clock and knows no Kafka. Start at {@code Measure}.
 */
@NullMarked
package io.deploycast.cli.report;

import org.jspecify.annotations.NullMarked;
