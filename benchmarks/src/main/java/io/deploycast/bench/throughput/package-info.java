/** Events a second, beside what is possible and what is usual. Start at {@code ThroughputBench}. */
@NullMarked
package io.deploycast.bench.throughput;

import org.jspecify.annotations.NullMarked;
