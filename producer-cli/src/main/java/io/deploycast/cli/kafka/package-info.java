/**
 * Kafka clients whose every wait has an end, and what their failures mean. Start at {@code
 * EventPublisher}.
 */
@NullMarked
package io.deploycast.cli.kafka;

import org.jspecify.annotations.NullMarked;
