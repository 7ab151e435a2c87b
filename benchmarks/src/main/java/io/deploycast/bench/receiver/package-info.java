/**
 * A receiver so lean that no figure is its own: HTTP/1.1 and HTTP/2 without TLS on one thread, as
 * little of both as it takes. Start at {@code LeanReceiver}.
 */
@NullMarked
package io.deploycast.bench.receiver;

import org.jspecify.annotations.NullMarked;
