package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/delivery-semantics.md} names is there. */
class DeliverySemanticsDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test))#(\\w+)`");

  @Test
  void namesTestsThatExist() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/delivery-semantics.md"));
    List<MatchResult> named = NAMED.matcher(document).results().toList();

    assertThat(named).hasSizeGreaterThan(20);
    for (MatchResult test : named) {
      assertThat(source(test.group(1))).contains("void " + test.group(2) + "(");
    }
  }

  private static String source(String className) throws IOException {
    for (String module : List.of("integration-tests", "streams-app", "producer-cli", "schemas")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        List<Path> found = files.filter(file -> file.endsWith(className + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      }
    }
    throw new AssertionError("no test class " + className);
  }
}
