/**
 * The command line that CI calls. {@code Main} wires and ends with an {@code ExitCode}; commands
 * are in {@code .command}. Depends on the contract only. Start at {@code Main}.
 */
@NullMarked
package io.deploycast.cli;

import org.jspecify.annotations.NullMarked;
