package io.deploycast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
  private static final long KIB_PER_GIB = 1L << 20;

  private Machine() {}

  /** {@code 2 cores of Intel(R) Xeon(R) Processor, 24 GiB, Linux, Java 17.0.15}. */
  static String description() throws IOException {
    return "%d cores of %s, %d GiB, %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
            memoryGib(),
            System.getProperty("os.name"),
            System.getProperty("java.version"));
  }

  private static long memoryGib() throws IOException {
    String kib = field("/proc/meminfo", "MemTotal", "0 kB");
    return Math.round((double) Long.parseLong(kib.replaceAll("\\D", "")) / KIB_PER_GIB);
  }

  /** The first such line's value. */
  private static String field(String file, String name, String otherwise) throws IOException {
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      return otherwise;
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
