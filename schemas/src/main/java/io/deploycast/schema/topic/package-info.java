/**
 * Topics and groups: their names, the settings they need, and the check of what a cluster has. Part
 * of the contract, since the CLI and the delivery service both create and check topics. Depends on
 * Kafka's admin client only. Start at {@code TopicPlan}.
 */
@NullMarked
package io.deploycast.schema.topic;

import org.jspecify.annotations.NullMarked;
