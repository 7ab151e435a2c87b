/**
 * A rehearsal that the JVM records, so that later starts need not load and check the same classes
 * again (class-data sharing). Not part of any command; see {@code ./deploycast} for who runs it.
 * Start at {@code Training}.
 */
@NullMarked
package io.deploycast.cli.training;

import org.jspecify.annotations.NullMarked;
