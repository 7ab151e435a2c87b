/** The whole system on a real broker. Start at {@code TestKafka}, then {@code DeliveryIT}. */
package io.deploycast.it;
