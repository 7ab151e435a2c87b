/**
 * A real Kafka broker on this machine, for tests and for the demo. May depend on {@code
 * io.deploycast.schema} and on {@code .sandbox.net}, never on the programs it helps to try out.
 * Start at {@link io.deploycast.sandbox.LocalKafka}.
 */
@NullMarked
package io.deploycast.sandbox;

import org.jspecify.annotations.NullMarked;
