package io.deploycast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packages for Node.js at exact versions, in a folder of the build. */
final class NodePackages {
  private static final Path FOLDER = Path.of(System.getProperty("deploycast.node.modules"));

  private NodePackages() {}

  /** The folder of that name, which has these packages in its {@code node_modules}. */
  static synchronized Path installed(String name, List<String> packages) {
    Path folder = FOLDER.resolve(name);
    Path complete = folder.resolve("complete");
    String wanted = String.join("\n", packages);
    try {
      if (Files.exists(complete) && Files.readString(complete).equals(wanted)) {
        return folder;
      }
      Files.createDirectories(folder);
      List<String> arguments = new ArrayList<>(List.of("install", "--prefix", folder.toString()));
      arguments.addAll(
          List.of("--no-package-lock", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"));
      arguments.addAll(packages);
      new Tool("npm").run(arguments.toArray(String[]::new));
      Files.writeString(complete, wanted);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
