/** What is promised in figures, measured. Start at {@code Bench}. */
@NullMarked
package io.deploycast.bench;

import org.jspecify.annotations.NullMarked;
