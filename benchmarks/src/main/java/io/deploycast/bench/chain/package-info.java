/**
 * What httpclient5's ways to execute a request cost beside each other, and beside what the service
 * makes of the leanest. Start at {@code ChainBench}.
 */
@NullMarked
package io.deploycast.bench.chain;

import org.jspecify.annotations.NullMarked;
