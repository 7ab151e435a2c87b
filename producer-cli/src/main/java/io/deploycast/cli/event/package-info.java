/**
 * A deployment event from what a user or a CI job gives. Depends on the contract only. Start at
 * {@code EventOptions}.
 */
@NullMarked
package io.deploycast.cli.event;

import org.jspecify.annotations.NullMarked;
