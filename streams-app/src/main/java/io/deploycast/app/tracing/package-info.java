/**
 * Spans of what happens to an event, for those who collect them. The only package that knows
 * OpenTelemetry, and none of its classes is loaded unless an exporter is configured. Depends on
 * {@code delivery}. Start at {@code Tracing}.
 */
@NullMarked
package io.deploycast.app.tracing;

import org.jspecify.annotations.NullMarked;
