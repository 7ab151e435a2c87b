/**
 * The numbers that are promised, measured. Start at {@link io.deploycast.bench.Bench}, which runs
 * one benchmark by its name.
 */
@NullMarked
package io.deploycast.bench;

import org.jspecify.annotations.NullMarked;
