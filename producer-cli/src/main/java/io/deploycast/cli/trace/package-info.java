/**
 * The place of a publication in a distributed trace. No SDK: a CI job pays for every class that is
 * loaded, and one span is one JSON document. Knows neither Kafka's clients nor commands. Start at
 * {@code TraceOptions}.
 */
@NullMarked
package io.deploycast.cli.trace;

import org.jspecify.annotations.NullMarked;
