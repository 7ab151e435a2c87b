package io.deploycast.app.admin.guard;

import io.javalin.http.Handler;

/**
 * One thing that can be asked for.
 *
 * @param method {@code GET} or {@code POST}
 * @param path with names of parameters in braces, such as {@code /api/v1/targets/{target}}
 * @param role what the asker must be allowed
 */
public record Route(String method, String path, Role role, Handler handler) {

  /** What somebody who may read can ask for. */
  public static Route read(String path, Handler handler) {
    return new Route("GET", path, Role.READ, handler);
  }

  /** What somebody who may act can do. */
  public static Route action(String path, Handler handler) {
    return new Route("POST", path, Role.WRITE, handler);
  }

  /** Whether the raw path of a request is of this route's form. */
  public boolean leadsTo(String requested) {
    String[] wanted = path.split("/", -1);
    String[] parts = requested.split("/", -1);
    if (wanted.length != parts.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean any = wanted[i].startsWith("{") && !parts[i].isEmpty();
      if (!any && !wanted[i].equals(parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether the method may be used on it; what can be got can be asked for without its body. */
  public boolean allows(String requested) {
    return method.equals(requested) || (method.equals("GET") && requested.equals("HEAD"));
  }
}
