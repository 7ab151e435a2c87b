/**
 * A part of the log once more to one target, beside its live group. Depends on {@code .topology}'s
 * {@code ReplayRun}, which is the same engine as the live one. Start at {@code Replay}.
 */
@NullMarked
package io.deploycast.app.replay;

import org.jspecify.annotations.NullMarked;
