/**
 * What the service costs while it does little, and while it does so for long. Start at {@code
 * FootprintBench}.
 */
@NullMarked
package io.deploycast.bench.footprint;

import org.jspecify.annotations.NullMarked;
