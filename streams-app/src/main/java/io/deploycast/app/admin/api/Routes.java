package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deploycast.app.admin.guard.Gate;
import io.deploycast.app.admin.guard.Route;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that can be asked of the admin listener, in one list. */
final class Routes {
  static final String API = "/api/v1";

  private Routes() {}

  static List<Route> of(Served served, LiveHandler live, boolean tokens) {
    List<Route> routes = new ArrayList<>(StaticFiles.routes());
    JsonNode document = ApiDocument.read();
    routes.add(Route.read(API + "/openapi.json", context -> Answers.json(context, document)));
    routes.add(Route.read(API + "/access", context -> answerAccess(context, served, tokens)));
    routes.add(Route.read(API + "/live", live::stream));
    Targets targets = new Targets(served.targets());
    AuditLog audit = new AuditLog();
    addTargets(routes, served, targets, audit);
    DeploymentsHandler deployments =
        new DeploymentsHandler(targets, served.board(), served.clock());
    routes.add(Route.read(API + "/deployments", deployments::list));
    routes.add(Route.read(API + "/deployments/{id}", deployments::show));
    routes.add(Route.read(API + "/choices", deployments::choices));
    addDeadLetters(routes, served, audit);
    ReloadHandler reload = new ReloadHandler(served.reload(), audit);
    routes.add(Route.action(API + "/actions/reload", reload::reload));
    return routes;
  }

  private static void addTargets(
      List<Route> routes, Served served, Targets targets, AuditLog audit) {
    TargetsHandler handler =
        new TargetsHandler(targets, served.board(), served.control(), audit, served.clock());
    routes.add(Route.read(API + "/targets", handler::list));
    routes.add(Route.read(API + "/targets/{target}", handler::show));
    routes.add(Route.action(API + "/targets/{target}/pause", handler::pause));
    routes.add(Route.action(API + "/targets/{target}/resume", handler::resume));
    routes.add(Route.action(API + "/targets/{target}/probe", handler::probe));
  }

  private static void addDeadLetters(List<Route> routes, Served served, AuditLog audit) {
    DeadLettersHandler handler =
        new DeadLettersHandler(served.board(), served.values(), served.deadLetters(), audit);
    routes.add(Route.read(API + "/dead-letters", handler::list));
    routes.add(Route.read(API + "/dead-letters/{key}", handler::show));
    routes.add(Route.read(API + "/dead-letter-groups", handler::groups));
    routes.add(Route.action(API + "/actions/redrive", handler::redrive));
    routes.add(Route.action(API + "/actions/discard", handler::discard));
  }

  private static void answerAccess(Context context, Served served, boolean tokens) {
    Answers.json(
        context,
        JsonNodeFactory.instance
            .objectNode()
            .put("role", Gate.roleOf(context).name().toLowerCase(Locale.ROOT))
            .put("tokens", tokens)
            .put("instance", served.instance())
            .put("version", served.version()));
  }
}
