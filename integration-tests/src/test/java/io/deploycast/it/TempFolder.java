package io.deploycast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/**
 * A folder for the files of one program, in the system's temporary one: whoever starts the program
 * closes it once the program has ended and its files were read.
 */
record TempFolder(Path path) implements AutoCloseable {
  static TempFolder of(String program) {
    try {
      return new TempFolder(Files.createTempDirectory("deploycast-it-" + program));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resolve(String file) {
    return path.resolve(file);
  }

  /** Deletes it with all that is in it; does nothing when it is gone. */
  @Override
  public void close() {
    try {
      Utils.delete(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
