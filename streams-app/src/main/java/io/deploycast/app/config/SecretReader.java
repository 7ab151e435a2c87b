package io.deploycast.app.config;

import java.nio.file.Path;
import java.util.Optional;

/** Reads values that are secret, and warns of those that everybody can read. */
final class SecretReader {
  private final Section section;
  private final Path file;

  SecretReader(Section section, Path file) {
    this.section = section;
    this.file = file;
  }

  /** A secret that may be left out. */
  Optional<Secret> read(String key) {
    warnIfOpen(key);
    return section.text(key).map(Secret::new);
  }

  /** A secret that must be there. */
  Optional<Secret> required(String key) {
    if (!section.has(key)) {
      section.problem(key, "is required, such as ${env:NAME}");
    }
    return read(key);
  }

  void warnIfOpen(String key) {
    boolean written =
        section.at(key) instanceof ConfigNode.Scalar scalar && !References.isIn(scalar.text());
    if (written && References.isReadableByAll(file)) {
      section
          .reading()
          .problems()
          .warn(
              section.at(key),
              "is a secret in a file that every user can read; refer to it as ${env:NAME} or"
                  + " ${file:/path:key}, or 'chmod o-r' the file");
    }
  }
}
