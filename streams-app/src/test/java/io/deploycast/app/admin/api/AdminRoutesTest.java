package io.deploycast.app.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.deploycast.app.admin.board.FilledBoard;
import io.deploycast.app.admin.guard.Role;
import io.deploycast.app.admin.guard.Route;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.EventJson;
import io.deploycast.schema.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route against the document, and against whoever may not use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminRoutesTest {
  private static final String ID = "event-0000000001";
  private static final JsonNode DOCUMENT = ApiDocument.read();
  private static final List<String> ON_EVERY_ANSWER =
      List.of(
          "content-security-policy",
          "x-content-type-options",
          "x-frame-options",
          "referrer-policy",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "cache-control");

  private AdminCase server;

  /** A route of the server, asked for with parameters that exist. */
  record Asked(String method, String path, Role role) {
    static Asked of(Route route) {
      return new Asked(
          route.method(),
          route
              .path()
              .replace("{target}", "one")
              .replace("{id}", ID)
              .replace("{key}", "one%7C" + ID),
          route.role());
    }

    boolean isStream() {
      return path.endsWith("/live");
    }
  }

  @BeforeAll
  void start() {
    server = new AdminCase(AdminCase.GUARDED);
    server.filled.deployment(ID, "shop", 1);
    server.filled.receipt(ID, "two", Receipt.Outcome.DELIVERED);
    server.filled.deadLetter("one", ID, DeadLetterReason.REJECTED, "answered 422");
  }

  @BeforeEach
  void forgetOrders() {
    server.orders.clear();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static List<Route> allRoutes() {
    Served served =
        new Served(List::of, new FilledBoard().board, null, null, null, null, "", "", null);
    return Routes.of(served, new LiveHandler(null, null), true);
  }

  static List<Asked> everything() {
    return allRoutes().stream().map(Asked::of).toList();
  }

  static List<Asked> guarded() {
    return everything().stream().filter(asked -> asked.role() != Role.NOBODY).toList();
  }

  static List<Asked> actions() {
    return everything().stream().filter(asked -> asked.role() == Role.WRITE).toList();
  }

  private RawAnswer ask(Asked asked, String... headers) {
    return asked.method().equals("POST")
        ? server.post(asked.path(), "{}", headers)
        : server.get(asked.path(), headers);
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static void expectProblem(RawAnswer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotEmpty();
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
    expectHeaders(answer);
  }

  private static void expectHeaders(RawAnswer answer) {
    assertThat(answer.headers()).containsKeys(ON_EVERY_ANSWER.toArray(String[]::new));
    assertThat(answer.headers()).doesNotContainKeys("server", "set-cookie", "x-powered-by");
  }

  @Test
  void areThoseOfTheDocument() {
    SortedSet<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
      for (String method : new String[] {"get", "post", "put", "delete", "patch"}) {
        if (path.getValue().has(method)) {
          documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    SortedSet<String> served = new TreeSet<>();
    allRoutes().stream()
        .filter(route -> route.role() != Role.NOBODY)
        .forEach(route -> served.add(route.method() + " " + route.path()));
    assertThat(served).isEqualTo(documented);
  }

  @Test
  void areOpenToNobodyOnlyForTheDashboardsFiles() {
    assertThat(everything())
        .filteredOn(asked -> asked.role() == Role.NOBODY)
        .allSatisfy(asked -> assertThat(asked.path()).matches("/|/[a-z-]+\\.(html|css|js|svg)"));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void refuseWhoeverBringsNoToken(Asked asked) {
    expectProblem(ask(asked), 401);
    assertThat(ask(asked).header("www-authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @MethodSource("actions")
  void refuseAnActionByWhoeverMayOnlyRead(Asked asked) {
    expectProblem(ask(asked, bearer(AdminCase.READ)), 403);
    assertThat(server.orders).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void refuseAForeignOrigin(Asked asked) {
    for (String origin :
        List.of("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil")) {
      expectProblem(ask(asked, bearer(AdminCase.WRITE), "Origin: " + origin), 403);
    }
    expectProblem(ask(asked, bearer(AdminCase.WRITE), "Sec-Fetch-Site: cross-site"), 403);
    expectProblem(ask(asked, bearer(AdminCase.WRITE), "Sec-Fetch-Site: same-site"), 403);
  }

  @ParameterizedTest
  @MethodSource("everything")
  void refuseAForeignHost(Asked asked) {
    for (String host : List.of("evil.example", "127.0.0.1.nip.io", "localhost.evil", "[::2]")) {
      RawAnswer answer =
          server.sendRaw(
              "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
                  .formatted(asked.method(), asked.path(), host, bearer(AdminCase.WRITE)));
      expectProblem(answer, 421);
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void takeNoOtherMethods(Asked asked) {
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
      RawAnswer answer = server.send(method, asked.path(), "", bearer(AdminCase.WRITE));
      expectProblem(answer, 405);
      assertThat(answer.header("allow")).contains(asked.method());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void haveTheSecurityHeaders(Asked asked) {
    if (!asked.isStream()) {
      expectHeaders(ask(asked, bearer(AdminCase.WRITE)));
    }
  }

  @Test
  void areAnsweredAsTheDocumentSays() {
    for (Asked asked : guarded()) {
      boolean needsBroker = asked.path().startsWith("/api/v1/dead-letters/");
      if (asked.role() == Role.READ && !asked.isStream() && !needsBroker) {
        RawAnswer answer = ask(asked, bearer(AdminCase.READ));
        assertThat(answer.status()).as(asked.path()).isEqualTo(200);
        expectForm(asked, "200", answer);
      }
    }
    Asked redrive = new Asked("POST", "/api/v1/actions/redrive", Role.WRITE);
    String one = "{\"target\":\"one\",\"dryRun\":%s}";
    expectForm(
        redrive, "200", server.post(redrive.path(), one.formatted(true), bearer(AdminCase.WRITE)));
    expectForm(
        redrive, "202", server.post(redrive.path(), one.formatted(false), bearer(AdminCase.WRITE)));
    Asked reload = new Asked("POST", "/api/v1/actions/reload", Role.WRITE);
    RawAnswer rejected = server.post(reload.path(), "{}", bearer(AdminCase.WRITE));
    expectForm(reload, "200", rejected);
    assertThat(rejected.json().path("problems")).hasSize(1);
    expectForm(
        new Asked("POST", "/api/v1/targets/{target}/pause", Role.WRITE),
        "202",
        server.post("/api/v1/targets/one/pause", "{}", bearer(AdminCase.WRITE)));
    assertThat(server.orders).containsExactly("redrive one null", "pause one");
  }

  private static void expectForm(Asked asked, String status, RawAnswer answer) {
    JsonNode form = schemaOf(asked, status);
    ObjectNode root = EventJson.mapper().createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.set("components", DOCUMENT.path("components"));
    root.set("allOf", EventJson.mapper().createArrayNode().add(form));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
    assertThat(schema.validate(answer.body(), InputFormat.JSON)).as(asked.path()).isEmpty();
  }

  private static JsonNode schemaOf(Asked asked, String status) {
    Route route =
        allRoutes().stream()
            .filter(it -> it.method().equals(asked.method()) && it.leadsTo(asked.path()))
            .findFirst()
            .orElseThrow();
    JsonNode response =
        DOCUMENT
            .path("paths")
            .path(route.path())
            .path(route.method().toLowerCase(Locale.ROOT))
            .path("responses")
            .path(status);
    if (response.has("$ref")) {
      response = DOCUMENT.at(response.get("$ref").textValue().substring(1));
    }
    JsonNode schema = response.path("content").path("application/json").path("schema");
    assertThat(schema.isObject()).as("a schema for " + asked).isTrue();
    return schema;
  }
}
