/**
 * What is promised of deliveries: how soon, how isolated, how exact, and how many again after a
 * crash. Start at {@code LatencyBench}.
 */
@NullMarked
package io.deploycast.bench.delivery;

import org.jspecify.annotations.NullMarked;
