package io.deploycast.schema.registry;

/** What a registry says of a schema id, for good. */
sealed interface SchemaFinding {

  /** Values framed with it are events. */
  record Usable() implements SchemaFinding {}

  /**
   * They are not, or nobody can tell.
   *
   * @param why a sentence to be read after the value
   */
  record Unusable(String why) implements SchemaFinding {}
}
