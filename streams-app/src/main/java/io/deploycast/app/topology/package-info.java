/**
 * The Kafka Streams side of a target: the graph, its processors, its settings, and its life from
 * the first look at the topics to the drain. Depends on {@code .flow}, {@code .delivery}, {@code
 * .deadletter} and {@code .config}. Start at {@code DeliveryTopology}, then {@code
 * DeliveryProcessor}.
 */
@NullMarked
package io.deploycast.app.topology;

import org.jspecify.annotations.NullMarked;
