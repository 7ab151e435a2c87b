/**
 * Topics as whoever looks at them from outside sees them. Depends on nothing of ours. Start at
 * {@link io.deploycast.sandbox.topic.WholeTopic}.
 */
@NullMarked
package io.deploycast.sandbox.topic;

import org.jspecify.annotations.NullMarked;
