/**
 * How records flow through a target without a call ever holding up the stream thread, and without
 * an offset ever passing an unfinished event: offset window, watermark consumer, due gate,
 * dispatcher. Depends on {@code .delivery} and Kafka's consumer. Start at {@code TargetFlow}, then
 * {@code OffsetWindow}.
 */
@NullMarked
package io.deploycast.app.flow;

import org.jspecify.annotations.NullMarked;
