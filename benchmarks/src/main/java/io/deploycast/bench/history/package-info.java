/** How fast the log is read again. Start at {@code HistoryBench}. */
@NullMarked
package io.deploycast.bench.history;

import org.jspecify.annotations.NullMarked;
