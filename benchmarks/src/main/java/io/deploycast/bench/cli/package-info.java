/** How long the command line takes, beside other producers. Start at {@code CliBench}. */
@NullMarked
package io.deploycast.bench.cli;

import org.jspecify.annotations.NullMarked;
