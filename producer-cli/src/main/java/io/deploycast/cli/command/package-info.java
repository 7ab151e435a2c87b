/**
 * One class a command; parents only group. Depends on {@code .event} and {@code .kafka}. Start at
 * {@code PublishDeploymentCommand}.
 */
@NullMarked
package io.deploycast.cli.command;

import org.jspecify.annotations.NullMarked;
