package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.config.ParameterSpec;
import io.deploycast.schema.topic.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads {@code docs/targets.md} against the type files: it says nothing of a type that its file
 * does not say. A type that is newer than the page is no failure, so that adding one takes a file
 * and no more; before a release the nightly run wants all of them. What the page should say is
 * written to {@code target/targets.md}, from where it can be copied once it was read.
 */
final class TargetsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/targets.md");
  private static final String BEGINNING = "## The types\n";
  private static final String END = "## Types of your own\n";

  @Test
  void saysWhatTheTypeFilesSay() {
    TargetTypes types = TargetTypes.shipped();
    List<TargetType> said =
        types.names().stream()
            .filter(name -> section().contains("\n### Type `" + name + "`\n"))
            .map(name -> types.find(name).orElseThrow())
            .toList();
    assertThat(said).isNotEmpty();
    assertThat(section()).isEqualTo(expected(said));
  }

  @Test
  @Tag("nightly")
  void saysAllOfThem() throws IOException {
    TargetTypes types = TargetTypes.shipped();
    String expected =
        expected(types.names().stream().map(name -> types.find(name).orElseThrow()).toList());
    Files.writeString(Path.of("target/targets.md"), expected);
    assertThat(section()).isEqualTo(expected);
  }

  private static String section() {
    try {
      String document = Files.readString(DOCUMENT);
      assertThat(document).contains(BEGINNING, END);
      return document.substring(document.indexOf(BEGINNING), document.indexOf(END));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String expected(List<TargetType> types) {
    List<String> lines = new ArrayList<>();
    lines.add(BEGINNING);
    lines.add("| type | product | takes events | by default |");
    lines.add("|---|---|---|---|");
    types.forEach(type -> lines.add(row(type)));
    lines.add("");
    types.forEach(type -> lines.addAll(section(type)));
    return String.join("\n", lines) + "\n";
  }

  private static String row(TargetType type) {
    return "| [`%s`](#type-%s) | %s%s | %s | %s |"
        .formatted(
            type.name(),
            type.name(),
            type.title(),
            type.experimental() ? " (experimental)" : "",
            type.maxAge().map(age -> "up to " + DurationText.format(age) + " old").orElse("any"),
            type.when() == null ? "all" : "`" + type.when() + "`");
  }

  private static List<String> section(TargetType type) {
    List<String> lines = new ArrayList<>();
    lines.add("### Type `" + type.name() + "`");
    lines.add("");
    lines.add("[" + type.title() + "](" + type.doc() + ")");
    if (type.experimental()) {
      lines.add("");
      lines.add("Experimental: some facts were never verified on the product.");
    }
    lines.add("");
    lines.add("| parameter | required | secret | meaning |");
    lines.add("|---|---|---|---|");
    type.parameters().forEach(spec -> lines.add(row(spec)));
    lines.add("");
    return lines;
  }

  private static String row(ParameterSpec spec) {
    String text = spec.defaultText();
    return "| `%s` | %s | %s | %s%s |"
        .formatted(
            spec.name(),
            spec.required() ? "yes" : "no",
            spec.secret() ? "yes" : "no",
            spec.description() + (spec.list() ? "; a list" : ""),
            text == null ? "" : "; default `" + text + "`");
  }
}
