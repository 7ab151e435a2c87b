package io.deploycast.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of asking a registry once. A decision of the registry, or none. */
sealed interface RegistryAnswer {

  /** It did what was asked. */
  record Done(JsonNode body) implements RegistryAnswer {}

  /**
   * It understood and said no: unknown, incompatible, invalid.
   *
   * @param status HTTP status, 4xx
   * @param code its own, finer one, such as 40403
   * @param message its words
   */
  record Refused(int status, int code, String message) implements RegistryAnswer {
    /** No schema has the id, or is the one that was looked for. */
    static final int SCHEMA_NOT_FOUND = 40403;

    boolean isNotFound() {
      return status == 404;
    }

    boolean isUnknownSchema() {
      return isNotFound() && code == SCHEMA_NOT_FOUND;
    }
  }

  /** It does not let us in. */
  record Denied(String why) implements RegistryAnswer {}

  /** It was not reached, is in trouble, or is no registry: ask again later. */
  record Unavailable(String why) implements RegistryAnswer {}
}
