package io.deploycast.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deploycast.cli.CommandLineRun;
import io.deploycast.cli.CommandLineRun.Result;
import io.deploycast.schema.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCommandTest {
  private static final String VERSION =
      "{\"subject\":\"deployments-value\",\"version\":2,\"id\":7,\"schemaType\":\"JSON\",\"schema\":\"{}\"}";

  @TempDir private Path folder;
  private final List<String> requests = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = VERSION;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Result run(String... arguments) {
    return new CommandLineRun().run(arguments);
  }

  private Result withRegistry(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--schema-registry", url()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void showsTheSchemaWithoutARegistry() throws IOException {
    Result closed = run("schema", "show");
    Result open = run("schema", "show", "--tolerant", "--output", "json");

    assertThat(closed.exitCode()).isZero();
    assertThat(EventJson.mapper().readTree(closed.out()).path("additionalProperties").asBoolean())
        .isFalse();
    assertThat(EventJson.mapper().readTree(open.out()).path("additionalProperties").asBoolean())
        .isTrue();
    assertThat(requests).isEmpty();
  }

  @Test
  void showsWhatTheRegistryHas() {
    Result result = withRegistry("schema", "show");

    assertThat(result.out()).startsWith("deployments-value: version 2, id 7, JSON\n{}");
    assertThat(requests).containsExactly("GET /subjects/deployments-value/versions/latest");
  }

  @Test
  void registersUnderTheSubjectOfTheTopic() {
    Result result = withRegistry("schema", "register", "--output", "json");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .isEqualToIgnoringNewLines("{\"subject\":\"deployments-value\",\"version\":2,\"id\":7}");
    assertThat(requests)
        .containsExactly(
            "POST /subjects/deployments-value/versions?normalize=false",
            "POST /subjects/deployments-value?normalize=false");
  }

  @Test
  void readsTheFieldsPropertiesFromTheFileAndWarnsOfOneThatEverybodyReads() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            """
            schema.registry.url=%s
            basic.auth.credentials.source=USER_INFO
            basic.auth.user.info=ada:secret
            normalize.schemas=true
            value.subject.name.strategy=io.confluent.kafka.serializers.subject.TopicRecordNameStrategy
            """
                .formatted(url()));
    Result result =
        run("schema", "register", "--command-config", file.toString(), "--topic", "releases");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("chmod 600");
    assertThat(requests.get(0))
        .isEqualTo("POST /subjects/releases-DeploymentEvent/versions?normalize=true");
    assertThat(authorizations).containsOnly("Basic YWRhOnNlY3JldA==");
  }

  @Test
  void saysWhyTheSchemaWouldNotBeTaken() {
    answer = "{\"is_compatible\":false,\"messages\":[\"NARROWED at /release\"]}";
    Result refused = withRegistry("schema", "check");
    answer = "{\"is_compatible\":true}";
    Result taken = withRegistry("schema", "check");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.out()).contains("does not take the schema: NARROWED at /release");
    assertThat(taken.exitCode()).isZero();
    assertThat(taken.out()).contains("deployments-value takes the schema");
  }

  @ParameterizedTest
  @CsvSource({
    "409, '{\"error_code\":409,\"message\":\"NARROWED at /release\"}', 3, 409 NARROWED at /release",
    "401, '{\"error_code\":401,\"message\":\"who?\"}', 5, check credentials",
    "500, '', 4, answered 500",
    "200, '<html>', 4, not as a schema registry does"
  })
  void endsWithTheCodeOfTheFailure(int status, String body, int exitCode, String words) {
    this.status = status;
    answer = body;
    // Who is in trouble is asked again as long as there is time.
    String time = exitCode == 4 ? "2s" : "20s";
    Result result = withRegistry("schema", "register", "--timeout", time);
    Result published =
        withRegistry("publish", "1", "--bootstrap-servers", "127.0.0.1:1", "--timeout", time);

    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("deploycast: schema registry").contains(words);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(published.exitCode()).isEqualTo(exitCode);
    assertThat(published.err()).isEqualTo(result.err());
  }

  @Test
  void needsARegistryAndUsableProperties() throws IOException {
    Path file = folder.resolve("client.properties");
    assertThat(run("schema", "check").err()).contains("--schema-registry is required");
    assertThat(run("schema", "check").exitCode()).isEqualTo(2);
    for (String line :
        List.of(
            "auto.register.schemas=maybe",
            "value.subject.name.strategy=table",
            "basic.auth.credentials.source=CANARY",
            "schema.registry.ssl.truststore.location=/nowhere",
            "value.serializer=io.example.NoSuchSerializer")) {
      Files.writeString(file, "schema.registry.url=" + url() + "\n" + line);
      Result result = run("publish", "1", "--command-config", file.toString());
      assertThat(result.exitCode()).as(line + result.err()).isEqualTo(2);
      assertThat(result.err()).contains(line.substring(0, 10));
    }
  }

  @Test
  void warnsOfAPasswordOnTheCommandLine() {
    String withPassword = url().replace("//", "//ada:CANARY@");
    Result given = run("schema", "show", "--schema-registry", withPassword);
    Result inherited =
        new CommandLineRun().with("DEPLOYCAST_SCHEMA_REGISTRY", withPassword).run("schema", "show");

    assertThat(given.err()).contains("warning: --schema-registry holds a password");
    assertThat(inherited.err()).isEmpty();
    assertThat(given.err() + given.out()).doesNotContain("CANARY");
    assertThat(inherited.out()).contains("deployments-value");
  }
}
