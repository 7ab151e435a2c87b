package io.deploycast.bench.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the system says of a process; see proc(5). */
public record ProcessFigures(long pid) {
  /** {@code sysconf(_SC_CLK_TCK)}, which Linux has at 100 for all programs. */
  private static final long TICKS_PER_SECOND = 100;

  /** Of {@code /proc/PID/stat}, after the name in parentheses. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** {@code garbage-first heap total 1K, used 2K}, or {@code def new generation total …}. */
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private static final double KIB_PER_MIB = 1024;

  /** Processor time so far, of all its threads. */
  public Duration cpu() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
  }

  /** Resident memory in MiB. */
  public double rssMib() {
    return status("VmRSS:") / KIB_PER_MIB;
  }

  public int threads() {
    return (int) status("Threads:");
  }

  public int descriptors() {
    try (Stream<Path> all = Files.list(folder().resolve("fd"))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a Java process has on its heap after a collection, in MiB. */
  public double heapAfterCollectionMib() {
    jcmd("GC.run");
    // The first leaves what was only reachable through what had to be finalized or cleaned.
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    double kib = 0;
    while (used.find()) {
      kib += Long.parseLong(used.group(1));
    }
    return kib / KIB_PER_MIB;
  }

  private String jcmd(String command) {
    try {
      Process process =
          new ProcessBuilder(JavaProgram.executable("jcmd"), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd %s must succeed: %s".formatted(command, out));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long status(String field) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private String read(String file) {
    try {
      return Files.readString(folder().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() {
    return Path.of("/proc", Long.toString(pid));
  }
}
