package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.target.TargetTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads {@code docs/configuration.md} against the code. */
final class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final TargetTypes TYPES = TargetTypes.shipped();

  @TempDir private Path directory;
  private ConfigFile file;
  private String document;

  @BeforeEach
  void read() throws IOException {
    file = new ConfigFile(directory);
    document = Files.readString(DOCUMENT);
  }

  @Test
  void listsExactlyTheKeysThatAreRead() {
    SortedSet<String> listed = new TreeSet<>();
    Matcher rows = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(section("## Keys"));
    while (rows.find()) {
      listed.add(rows.group(1));
    }
    file.withCertificates("authority.pem", "client.pem", "client.key", "client.p12");
    file.loaded(example("everything"));
    SortedSet<String> read = ConfigFile.loader().keysAskedFor(file.path());
    // A key that has two forms, of which one file shows one.
    file.load(example("everything").replace("tls: terminated-upstream", "tls: {}"));
    read.addAll(ConfigFile.loader().keysAskedFor(file.path()));
    read.removeIf(key -> key.startsWith("kafka.") && !key.equals("kafka.bootstrap.servers"));
    read.removeIf(key -> key.startsWith("schemaRegistry.ssl."));
    Set<String> parameters = parameterNames();
    read.removeIf(key -> parameters.contains(key.replace("targets[].", "")));
    listed.removeIf(parameters::contains);
    assertThat(listed).isEqualTo(read);
  }

  @Test
  void statesTheDefaults() {
    AppConfig minimal = file.loaded(example("minimal"));
    assertThat(file.loaded(example("defaults"))).isEqualTo(minimal);
  }

  @Test
  void listsTheKafkaPropertiesThatAreRefused() {
    String text = section("### Kafka");
    String list = text.substring(text.indexOf("are refused, with the reason:"));
    List<String> listed = new ArrayList<>();
    Matcher names = Pattern.compile("`([a-z.]+)`").matcher(list);
    while (names.find()) {
      listed.add(names.group(1));
    }
    assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(KafkaReader.OWNED.keySet());
  }

  private static Set<String> parameterNames() {
    return TYPES.names().stream()
        .flatMap(type -> TYPES.parameters(type).orElseThrow().stream())
        .map(ParameterSpec::name)
        .collect(Collectors.toSet());
  }

  private String example(String name) {
    Matcher block = Pattern.compile("(?s)```yaml " + name + "\\n(.*?)```").matcher(document);
    assertThat(block.find()).as("example " + name).isTrue();
    return block.group(1);
  }

  /** From a heading to the next of the same rank or a higher one. */
  private String section(String heading) {
    int rank = heading.indexOf(' ');
    Matcher section =
        Pattern.compile("(?ms)^" + Pattern.quote(heading) + "$(.*?)(?=^#{1," + rank + "} |\\z)")
            .matcher(document);
    assertThat(section.find()).as(heading).isTrue();
    return section.group(1);
  }
}
