/**
 * Reads topics from a moment on, all partitions together in the order of time. Start at {@code
 * LogReader}.
 */
@NullMarked
package io.deploycast.cli.kafka.log;

import org.jspecify.annotations.NullMarked;
