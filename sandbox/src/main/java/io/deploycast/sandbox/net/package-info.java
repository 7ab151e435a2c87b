/**
 * What the sandbox's servers share about sockets and processes. Depends on nothing of ours. Start
 * at {@link io.deploycast.sandbox.net.Loopback}.
 */
@NullMarked
package io.deploycast.sandbox.net;

import org.jspecify.annotations.NullMarked;
