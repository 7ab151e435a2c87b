package io.deploycast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed out: jars with checksum and bill of materials, and the image of the CLI. */
class PackagesIT {
  private static final Path ROOT = Path.of("..");

  private static Path jar(String property) {
    return Path.of(System.getProperty(property));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploycast.cli.jar", "deploycast.app.jar"})
  void comeWithAChecksumThatFits(String property) throws IOException, NoSuchAlgorithmException {
    Path jar = jar(property);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));

    assertThat(jar.resolveSibling(jar.getFileName() + ".sha256"))
        .hasContent(HexFormat.of().formatHex(digest) + "  " + jar.getFileName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploycast.cli.jar", "deploycast.app.jar"})
  void comeWithABillOfWhatIsInThem(String property) throws IOException {
    Path jar = jar(property);
    String name = jar.getFileName().toString().replace(".jar", ".cdx.json");
    JsonNode bill = EventJson.mapper().readTree(Files.readAllBytes(jar.resolveSibling(name)));

    assertThat(bill.path("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(bill.path("components"))
        .extracting(it -> it.path("name").textValue())
        .contains("kafka-clients", "jackson-databind", "picocli")
        .doesNotContain("junit-jupiter", "assertj-core");
  }

  @Test
  void haveAnImageWhoseFilesAndClassesExistAndThatDoesNotRunAsRoot() throws IOException {
    String file = Files.readString(ROOT.resolve("deploy/cli/Dockerfile"));
    List<String> copied =
        Pattern.compile("(?m)^COPY (\\S+) ")
            .matcher(file)
            .results()
            .map(it -> it.group(1))
            .toList();
    List<String> mains =
        Pattern.compile("io\\.deploycast[a-zA-Z.]+")
            .matcher(file)
            .results()
            .map(it -> it.group())
            .toList();

    assertThat(file).containsPattern("(?m)^USER [1-9]");
    assertThat(copied).isNotEmpty().allSatisfy(it -> assertThat(ROOT.resolve(it)).exists());
    assertThat(mains).hasSize(2);
    try (JarFile jar = new JarFile(jar("deploycast.cli.jar").toFile())) {
      for (String main : mains) {
        assertThat(jar.getEntry(main.replace('.', '/') + ".class")).as(main).isNotNull();
      }
    }
  }
}
