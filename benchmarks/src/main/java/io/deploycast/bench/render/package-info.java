/** What it costs to make an event's requests. Start at {@code RenderBench}. */
@NullMarked
package io.deploycast.bench.render;

import org.jspecify.annotations.NullMarked;
