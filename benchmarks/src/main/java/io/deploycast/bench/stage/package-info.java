/**
 * What benchmarks are made of: a broker, the service, a receiver and others, each a process of its
 * own, events at a rate, and what arrived. Start at {@code Stage}.
 */
@NullMarked
package io.deploycast.bench.stage;

import org.jspecify.annotations.NullMarked;
