package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.it.CliProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal that the JVM records, and what becomes of a record that does not fit. */
class QuickStartIT {
  private static final String JAR = System.getProperty("deploycast.cli.jar");
  private static final String TRAINING = "io.deploycast.cli.training.Training";

  @TempDir private Path folder;

  private static Result java(List<String> options, String... rest) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", JAR));
    command.addAll(List.of(rest));
    return CliProcess.start(Map.of(), command).await();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "JDK 24 and newer have an AOT cache")
  void startsFromItsArchiveAndWithoutItWhenItDoesNotFit() throws IOException {
    Path classes = folder.resolve("classes");
    Path archive = folder.resolve("archive.jsa");
    Result trained = java(List.of("-XX:DumpLoadedClassList=" + classes), TRAINING);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    Result dumped =
        java(
            List.of(
                "-Xlog:disable",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + archive));
    assertThat(dumped.exitCode()).as(dumped.err()).isZero();

    Result started =
        java(
            List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load"),
            "io.deploycast.cli.Main",
            "publish",
            "--help");
    assertThat(started.out().lines())
        .anyMatch(it -> it.contains(" picocli.CommandLine source: shared objects file"))
        .anyMatch(it -> it.contains(" io.deploycast.cli.Main source: shared objects file"));

    Path other = Files.writeString(folder.resolve("other.jsa"), "no archive");
    Result without =
        java(
            List.of("-XX:SharedArchiveFile=" + other, "-Xlog:disable"),
            "io.deploycast.cli.Main",
            "--version");
    assertThat(without.exitCode()).isZero();
    assertThat(without.out().lines()).hasSize(1);
    assertThat(without.err()).isEmpty();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "the AOT cache is made in one step since")
  void startsFromItsAotCache() {
    Path cache = folder.resolve("cache.aot");
    Result trained = java(List.of("-Xlog:disable", "-XX:AOTCacheOutput=" + cache), TRAINING);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(cache).isNotEmptyFile();

    Result started =
        java(
            List.of("-XX:AOTCache=" + cache, "-Xlog:disable"),
            "io.deploycast.cli.Main",
            "--version");
    assertThat(started.out()).startsWith("deploycast ");
  }
}
