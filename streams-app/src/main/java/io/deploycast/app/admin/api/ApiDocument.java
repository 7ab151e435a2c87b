package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The API's description, OpenAPI 3.1: written as YAML, served as JSON. */
final class ApiDocument {
  private static final String FILE = "/io/deploycast/app/admin/openapi.yaml";

  private ApiDocument() {}

  static JsonNode read() {
    try (InputStream in = ApiDocument.class.getResourceAsStream(FILE)) {
      return new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
