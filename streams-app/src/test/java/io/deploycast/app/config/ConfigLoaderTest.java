package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.app.delivery.RetryStage;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.schema.Rate;
import io.deploycast.schema.topic.TargetName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
  private static final String GOOD =
      """
      kafka: { bootstrap.servers: "localhost:9092" }
      targets:
        - { name: audit, type: webhook, url: "http://127.0.0.1:1/hooks" }
      """;

  @TempDir private Path directory;
  private ConfigFile file;

  @BeforeEach
  void prepare() {
    file = new ConfigFile(directory);
  }

  @Test
  void readsATargetWithItsOwnKeys() {
    AppConfig config =
        file.loaded(
            """
            kafka: { bootstrap.servers: "localhost:9092" }
            defaults: { timeout: 3s, concurrency: 7, startFrom: latest }
            targets:
              - name: grafana
                type: grafana
                url: https://grafana.example.com/sub
                token: "${env:TOKEN}"
                tags: [a, "b c"]
                when: '.environment == "production"'
                concurrency: 8
                rate: 50/s
                ordering: none
                retry: [ { delay: 500ms, attempts: 1 }, { delay: 2s, attempts: 3 } ]
                startFrom: 2026-01-31T01:00:00+01:00
                maxAge: 18h
                receipts: false
            """);
    assertThat(config.targets())
        .containsExactly(
            new TargetConfig(
                new TargetName("grafana"),
                "grafana",
                Duration.ofSeconds(3),
                8,
                new Rate(50, Duration.ofSeconds(1)),
                Ordering.NONE,
                new RetryPolicy(
                    List.of(
                        new RetryStage(Duration.ofMillis(500), 1),
                        new RetryStage(Duration.ofSeconds(2), 3))),
                new StartFrom.At(Instant.parse("2026-01-31T00:00:00Z")),
                Duration.ofHours(18),
                false,
                ConnectionConfig.DEFAULT,
                ".environment == \"production\"",
                Map.of(
                    "url", new ParameterValue.Text("https://grafana.example.com/sub"),
                    "token", new Secret("CANARY-token-0123456789"),
                    "tags", new ParameterValue.Texts(List.of("a", "b c")),
                    "lookUp", new ParameterValue.Text("in-doubt"))));
    assertThat(config.toString()).doesNotContain("CANARY");
  }

  @Test
  void reportsAllProblemsAtOnceInTheOrderOfTheFile() {
    assertThat(
            file.problems(
                """
                kafka: { bootstrap.server: "localhost:9092" }
                topics: { partitions: 0, create: maybe }
                defaults: { timeout: -1s }
                targets:
                  - name: Audit
                    type: webhook
                    retry:
                      - { delay: -1s, attempts: 3 }
                      - { delay: 5m, attempts: 3 }
                      - { delay: 60s, attempts: many }
                  - { name: grafana, type: grafanna }
                """))
        .containsExactly(
            "deploycast.yaml:1: kafka.bootstrap.servers is required, such as localhost:9092",
            "deploycast.yaml:1: kafka.bootstrap.server is not a property of Kafka's clients; did"
                + " you mean 'bootstrap.servers'?",
            "deploycast.yaml:2: topics.create must be true or false, was 'maybe'",
            "deploycast.yaml:2: topics.partitions must be from 1 to 1000, was 0",
            "deploycast.yaml:3: defaults.timeout must be positive, was -1s",
            "deploycast.yaml:5: targets[0].name must be 1 to 48 characters of a-z 0-9 - with no"
                + " dash at its ends, was 'Audit'",
            "deploycast.yaml:5: targets[0].url is required: where events are posted",
            "deploycast.yaml:8: targets[0].retry[0].delay must be positive, was -1s",
            "deploycast.yaml:10: targets[0].retry[2].attempts must be a whole number, was 'many'",
            "deploycast.yaml:11: targets[1].type must be one of "
                + String.join(", ", TargetTypes.shipped().names())
                + ", was 'grafanna'; did you mean 'grafana'?");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          topik: x                         | topik is not a known key; did you mean 'topic'?
          zzz: x                           | zzz is not a known key; known here: addresses, admin, application, defaults, health, instance, kafka, schemaRegistry, targets, topic, topics
          topic: "a/b"                     | topic must be 1 to 160 characters of a-z A-Z 0-9 . _ -, was 'a/b'
          topic: [a]                       | topic must be a text, was a list
          topic:                           | topic must be a text, was empty
          topics: 5                        | topics must be a map, was text
          topics: { retention: 1y }        | topics.retention must be a whole number and a unit (ms, s, m, h, d) such as 90s or 5m, was '1y'
          topics: { replicationFactor: 0 } | topics.replicationFactor must be from 1 to 99, or -1 for the broker's default, was '0'
          health: { port: 65536 }          | health.port must be from 0 to 65535, was 65536
          admin: { host: 0.0.0.0, tls: terminated-upstream } | admin.host must be a loopback address unless admin.tokens are set, was 0.0.0.0
          admin: { host: 10.0.0.1, tokens: { read: "0123456789012345678901" } } | admin.host must be a loopback address unless admin.tls is a keystore or 'terminated-upstream', was 10.0.0.1
          admin: { tokens: { write: "${env:TOKEN}", read: "${env:TOKEN}" } } | admin.tokens.write must differ from tokens.read, or readers could act
          admin: { tokens: { read: short } } | admin.tokens.read must be 22 to 512 characters of A-Z a-z 0-9 . _ ~ + / = -, had 5; 'openssl rand -base64 32' makes one
          admin: { tls: yes }              | admin.tls must be terminated-upstream, or a map of keystore and password, was 'yes'
          admin: { tls: { keystore: /nowhere, password: CANARY } } | admin.tls.keystore must be a file that this user can read, was '/nowhere'
          admin: { tls: { keystore: pom.xml, password: CANARY } } | admin.tls.keystore must be a PKCS #12 file that tls.password opens
          admin: { hosts: [ "a:80" ] }     | admin.hosts[0] must be a host name without a port, such as deploycast.example.com
          admin: { port: 65536 }           | admin.port must be from 0 to 65535, was 65536
          instance: { id: "a b" }          | instance.id must be 1 to 150 characters of a-z A-Z 0-9 . _ -, was 'a b'
          defaults: { timeout: 99ms }      | defaults.timeout must be from 100ms to 5m, was 99ms
          defaults: { concurrency: 0 }     | defaults.concurrency must be from 1 to 4096, was 0
          defaults: { retry: 1m }          | defaults.retry must be a list, was text
          defaults: { rate: fast }         | defaults.rate must be a whole number a second, minute or hour such as 50/s, was 'fast'
          defaults: { ordering: strict }   | defaults.ordering must be key or none, was 'strict'
          defaults: { startFrom: never }   | defaults.startFrom must be earliest, latest, a duration such as 24h, or an instant such as 2026-01-31T00:00:00Z, was 'never'
          defaults: { timeout: "${env:TIMEOUT}" } | defaults.timeout must be valid, what '${env:TIMEOUT}' stands for is not
          defaults: { retry: [ { delay: 5m, attempts: 1 }, { delay: 300s, attempts: 1 } ] } | defaults.retry[1].delay must be longer than the delay before it, 5m, was 5m
          topic: !!javax.script.ScriptEngineManager [a] | must be YAML: Global tag is not allowed: tag:yaml.org,2002:javax.script.ScriptEngineManager
          topic: !mine x                   | topic must not have a tag, has '!mine'
          topic: "${env:MISSING}"          | topic must have a value, refers to environment variable 'MISSING', which is not set
          topic: "${env:EMPTY}"            | topic must have a value, refers to environment variable 'EMPTY', which is empty
          topic: "${SECRET}"               | topic must say where a reference leads, as ${env:NAME}, ${file:/path/to/file.properties:key} or ${dir:/path/to/directory:file}, was '${SECRET}'
          topic: "${vault:a:b}"            | topic must refer to ${env:NAME}, ${file:/path/to/file.properties:key} or ${dir:/path/to/directory:file}, was '${vault:a:b}'
          topic: "${file:/nowhere/at/all:b}" | topic must have a value, refers to /nowhere/at/all, which is no file
          """)
  void saysWhatIsWrongWithAKey(String line, String problem) {
    assertThat(file.problems(GOOD + line + "\n")).containsExactly("deploycast.yaml:4: " + problem);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com/hooks             | must begin with http:// or https://
          /hooks                        | must begin with http:// or https://
          file:///etc/passwd            | must begin with http:// or https://, began with 'file:'
          ftp://example.com             | must begin with http:// or https://, began with 'ftp:'
          http:///hooks                 | must name a host of a-z 0-9 - . after http://
          http://u:CANARY@example.com   | must not hold a user name or password; give credentials in a parameter of their own
          http://CANARY@127.0.0.1:1/    | must not hold a user name or password; give credentials in a parameter of their own
          http://example.com/a b        | must be a URL, has a character at position 21 that it may not
          http://example.com/#top       | must end before the fragment, which begins with '#'
          http://example.com:70000/     | must have a port from 1 to 65535, was 70000
          "http://example.com/\\r\\nx"  | must not contain a line break or another control character
          ""                            | must not be empty
          """)
  void refusesAnAddressThatCannotBeCalled(String url, String problem) {
    String yaml = GOOD.replace("\"http://127.0.0.1:1/hooks\"", quoted(url));
    assertThat(file.problems(yaml)).containsExactly("deploycast.yaml:3: targets[0].url " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          whsec_Q0FOQVJZ  | must be base64 of 24 to 64 bytes, was 6; 'openssl rand -base64 32' makes one
          CANARY-no*b64   | must be whsec_ and then base64; 'openssl rand -base64 32' makes one
          """)
  void refusesAWeakSigningSecret(String secret, String problem) {
    String yaml = GOOD.replace("type: webhook", "type: webhook, secret: " + secret);
    assertThat(file.problems(yaml))
        .containsExactly("deploycast.yaml:3: targets[0].secret " + problem);
  }

  @Test
  void refusesTwoTargetsOfOneName() {
    assertThat(file.problems(GOOD + "  - { name: audit, type: webhook, url: \"http://a.b\" }\n"))
        .containsExactly(
            "deploycast.yaml:4: targets[1].name must be unique, 'audit' is also targets[0].name");
  }

  @Test
  void refusesAFilterThatIsNotJqAndAnUnknownParameter() {
    assertThat(
            file.problems(
                GOOD.replace(" }\n", ", when: '. = = 1', ulr: x }\n")
                    .replace("\"localhost:9092\", when: '. = = 1', ulr: x", "\"localhost:9092\"")))
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).startsWith("deploycast.yaml:3: targets[0].when must be jq: "),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "deploycast.yaml:3: targets[0].ulr is not a known key; did you mean"
                            + " 'url'?"));
  }

  @Test
  void refusesKafkaPropertiesThatTheEngineOwns() {
    String yaml =
        GOOD.replace(
            "\"localhost:9092\"",
            "\"a:1\", group.id: x, consumer.isolation.level: read_uncommitted,"
                + " session.timeout.ms: soon, acks: all");
    assertThat(file.problems(yaml))
        .containsExactly(
            "deploycast.yaml:1: kafka.group.id must not be set: set 'application.prefix' instead",
            "deploycast.yaml:1: kafka.consumer.isolation.level must not be set: the delivery"
                + " guarantee rests on it",
            "deploycast.yaml:1: kafka.session.timeout.ms must be what Kafka takes for it, int, was"
                + " 'soon'",
            "deploycast.yaml:1: kafka.acks must not be set: the delivery guarantee rests on it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost
          localhost:
          localhost:9092 localhost:9093
          """)
  void refusesBrokersWithoutAPort(String servers) {
    assertThat(file.problems(GOOD.replace("localhost:9092", servers)))
        .containsExactly(
            "deploycast.yaml:1: kafka.bootstrap.servers must be host:port, several separated by"
                + " commas, was '%s'".formatted(servers));
  }

  @Test
  void refusesAnEmptyFilterButNotAnEmptyKafkaProperty() {
    assertThat(file.problems(GOOD.replace("type: webhook", "type: webhook, when: ''")))
        .containsExactly("deploycast.yaml:3: targets[0].when must not be empty");
    String property = "ssl.endpoint.identification.algorithm";
    AppConfig config =
        file.loaded(GOOD.replace("\"localhost:9092\"", "\"a:1,b:2\", %s: ''".formatted(property)));
    assertThat(config.kafka()).containsEntry(property, "");
  }

  @Test
  void passesOnKafkaPropertiesOfPlugIns() {
    AppConfig config =
        file.loaded(
            GOOD.replace("\"localhost:9092\"", "\"a:1\", my.company.plugin: \"${env:TOKEN}\""));
    assertThat(config.kafka())
        .containsEntry("my.company.plugin", "CANARY-token-0123456789")
        .containsEntry("bootstrap.servers", "a:1");
    assertThat(config.warnings())
        .singleElement()
        .asString()
        .endsWith(
            "deploycast.yaml:1: kafka.my.company.plugin is not a property of Kafka's clients;"
                + " passed on as it is");
  }

  @Test
  void resolvesSecretsFromFilesAndDirectories() throws Exception {
    Path properties = directory.resolve("secrets.properties");
    Files.writeString(properties, "signing=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    Files.writeString(directory.resolve("token"), "CANARY-abc\n");
    for (String name : List.of("secrets.properties", "token")) {
      Files.setPosixFilePermissions(
          directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }
    AppConfig config =
        file.loaded(
            GOOD.replace(
                "type: webhook",
                "type: webhook, secret: \"${file:%s:signing}\", token: \"${dir:%s:token}\""
                    .formatted(properties, directory)));
    assertThat(config.targets().get(0).parameters())
        .containsEntry("secret", new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        .containsEntry("token", new Secret("CANARY-abc"));
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void warnsOfSecretsThatEveryUserCanRead() throws Exception {
    Path properties = directory.resolve("secrets.properties");
    Files.writeString(properties, "token=CANARY-abc\n");
    Files.setPosixFilePermissions(properties, PosixFilePermissions.fromString("rw-r--r--"));
    AppConfig config =
        file.loaded(
            GOOD.replace(
                "type: webhook",
                "type: webhook, token: \"${file:%s:token}\"".formatted(properties)));
    assertThat(config.warnings())
        .containsExactly(
            "%s:3: targets[0].token comes from %s, which every user can read; 'chmod o-r' it"
                .formatted(file.path(), properties));
  }

  @Test
  @Timeout(3)
  void refusesWhatIsNoConfigurationWithinSeconds() {
    assertThat(file.problems(""))
        .containsExactly("deploycast.yaml: must hold a configuration, is empty");
    assertThat(file.problems("just a text"))
        .containsExactly("deploycast.yaml:1: must be a map of keys and values, is text");
    assertThat(file.problems("kafka:\n\tbootstrap.servers: x\n"))
        .singleElement()
        .asString()
        .startsWith("deploycast.yaml:2: must be YAML: ")
        .contains("TAB");
    assertThat(file.problems(file.load(new byte[] {'a', ':', ' ', (byte) 0xE4, '\n'})))
        .containsExactly("deploycast.yaml: must be UTF-8, has bytes that are not");
    assertThat(file.problems("# " + "x".repeat(10 * 1024 * 1024)))
        .containsExactly("deploycast.yaml: must have at most 1048576 bytes, has 10485762");
    assertThat(file.problems(GOOD + "topic: a\ntopic: b\n"))
        .containsExactly("deploycast.yaml:5: topic must be given once, is already in line 4");
    assertThat(file.problems("[".repeat(10_000)))
        .singleElement()
        .asString()
        .startsWith("deploycast.yaml");
    assertThat(file.problems(file.load("a: 1\n--- \nb: 2".getBytes(StandardCharsets.UTF_8))))
        .singleElement()
        .asString()
        .contains("must be YAML");
  }

  @Test
  @Timeout(3)
  void refusesAnAliasBomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int level = 1; level <= 9; level++) {
      bomb.append("a%d: &a%d [".formatted(level, level));
      bomb.append("*a%d, ".formatted(level - 1).repeat(9)).append("]\n");
    }
    assertThat(file.problems(bomb.toString()))
        .allMatch(text -> text.length() < 300)
        .anyMatch(text -> text.contains("alias"));
  }

  @Test
  void refusesAnAliasOfAMap() {
    assertThat(file.problems(GOOD + "topics: &t { partitions: 1 }\nhealth: *t\n"))
        .contains(
            "deploycast.yaml:5: health must be written out, is used again as an alias (*); what"
                + " targets share goes into 'defaults'");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThat(file.problems(ConfigFile.loader().load(directory.resolve("none.yaml"))))
        .containsExactly("none.yaml: does not exist; give the configuration with --config FILE");
    assertThat(ConfigFile.loader().load(directory))
        .isEqualTo(new LoadResult.Invalid(List.of(directory + ": must be a file, is a directory")));
  }

  private static String quoted(String url) {
    return url.startsWith("\"") ? url : '"' + url + '"';
  }
}
