/**
 * Simulated monitoring tools: real HTTP servers on loopback that misbehave on demand and write down
 * what they saw. May depend on {@code .sandbox.net} only. Start at {@link
 * io.deploycast.sandbox.target.SimulatedTarget}; every named failure is a {@link
 * io.deploycast.sandbox.target.Reply}.
 */
@NullMarked
package io.deploycast.sandbox.target;

import org.jspecify.annotations.NullMarked;
