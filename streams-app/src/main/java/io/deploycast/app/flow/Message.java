package io.deploycast.app.flow;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Key, value and headers of a record. The bytes and headers are shared, not copied: nobody changes
 * them.
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes are handed on, never compared.
public record Message(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}
