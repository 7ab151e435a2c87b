/**
 * The meters of the service: their names, and what feeds them. Depends on {@code delivery} and
 * {@code flow}, which it listens to and looks at. Start at {@code TargetMeters}; the arithmetic
 * between the meters stands in {@code docs/metrics.md}.
 */
@NullMarked
package io.deploycast.app.metrics;

import org.jspecify.annotations.NullMarked;
