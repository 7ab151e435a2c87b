package io.deploycast.app.admin.api;

import io.deploycast.app.admin.guard.Role;
import io.deploycast.app.admin.guard.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The dashboard's files. Each has its route, read once: what is not listed here cannot be asked
 * for, whatever the address looks like.
 */
final class StaticFiles {
  private static final String FOLDER = "/io/deploycast/app/dashboard/";

  private static final List<String> FILES =
      List.of(
          "index.html",
          "style.css",
          "theme.css",
          "icon.svg",
          "app.js",
          "api.js",
          "dom.js",
          "format.js",
          "overview.js",
          "timeline.js",
          "targets.js",
          "deployment.js",
          "dead-letters.js",
          "dialog.js",
          "spark.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private StaticFiles() {}

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(route("/", "index.html"));
    FILES.forEach(file -> routes.add(route("/" + file, file)));
    return routes;
  }

  private static Route route(String path, String file) {
    byte[] content = read(file);
    String type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "");
    return new Route(
        "GET", path, Role.NOBODY, context -> context.contentType(type).result(content));
  }

  private static byte[] read(String file) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the jar must hold " + FOLDER + file + ", and does not");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
