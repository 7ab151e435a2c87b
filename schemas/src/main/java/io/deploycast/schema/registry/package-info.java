/**
 * Values framed with a schema id, and the registry that knows the id: a thin client of the
 * documented Confluent REST API, the serializer, and the reader that takes plain and framed values
 * from one topic. Depends on the contract only; nothing of it is loaded where no registry is
 * configured. Start at {@code RecordReader} for reading and {@code RegistrySerializer} for writing.
 *
 * @see "docs/decisions/010-a-thin-client-of-the-registry.md"
 */
@NullMarked
package io.deploycast.schema.registry;

import org.jspecify.annotations.NullMarked;
