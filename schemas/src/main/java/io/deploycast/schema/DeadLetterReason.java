package io.deploycast.schema;

/** Why a delivery ended as a dead letter. The names are public: header, filter, JSON. */
public enum DeadLetterReason {
  /** The target answered that it will never take this event. */
  REJECTED,
  /** Every attempt the retry policy allows failed. */
  EXHAUSTED,
  /** The event is older than the target takes. */
  EXPIRED,
  /** The value is not one JSON document in UTF-8. */
  INVALID_JSON,
  /** The value is JSON but breaks the schema. */
  SCHEMA_INVALID,
  /** The value is framed with a schema id that cannot be resolved. */
  SCHEMA_UNKNOWN,
  /** The record has no value. */
  NULL_VALUE,
  /** The record is larger than a reader, the retry topic or the dead-letter topic takes. */
  TOO_LARGE,
  /** A template of the target's type fails on this event. */
  TEMPLATE_ERROR
}
