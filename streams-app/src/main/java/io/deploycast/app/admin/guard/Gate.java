package io.deploycast.app.admin.guard;

import io.deploycast.app.config.AdminConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Asked before everything else whether a request may pass: is it for us, does it come from one of
 * our pages or from none, may its sender do that. What it refuses it refuses with a {@link
 * Problem}. Thread-safe.
 */
public final class Gate {
  /** Longest address, in characters: filters fit well, and nothing else needs more. */
  private static final int MOST_URL = 8 * 1024;

  private static final String BEARER = "Bearer ";
  private static final String ROLE = "deploycast.role";

  private final List<Route> routes;
  private final Tokens tokens;
  private final Hosts hosts;
  private final FailedLogins failures;
  private final Map<String, String> headers;

  /**
   * @param routes everything there is
   */
  public Gate(AdminConfig config, List<Route> routes, InstantSource clock) {
    this.routes = List.copyOf(routes);
    this.tokens = new Tokens(config);
    this.hosts = new Hosts(config);
    this.failures = new FailedLogins(clock);
    this.headers = SecurityHeaders.of(!(config.tls() instanceof AdminConfig.Tls.None));
  }

  /** What the sender of a request that passed may do. */
  public static Role roleOf(Context context) {
    Role role = context.attribute(ROLE);
    return role == null ? Role.NOBODY : role;
  }

  /** Headers of every answer, also of those that are given before a request is understood. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Lets a request pass.
   *
   * @throws Problem.Raised when it may not
   */
  public void check(Context context) {
    headers.forEach(context::header);
    checkHost(context.header("Host"));
    checkAddress(context);
    Route route = routeOf(context);
    checkOrigin(context, route);
    checkContentType(context);
    checkRole(context, route);
  }

  private void checkHost(@Nullable String host) {
    if (host == null || host.isEmpty()) {
      throw Problem.badRequest("the request must have a Host header").raised();
    }
    if (!hosts.isOurs(host)) {
      throw new Problem(
              HttpStatus.MISDIRECTED_REQUEST_421,
              "this is not the host that was asked for; admin.hosts lists its names")
          .raised();
    }
  }

  private static void checkAddress(Context context) {
    String query = context.queryString();
    if (context.path().length() + (query == null ? 0 : query.length()) > MOST_URL) {
      throw new Problem(
              HttpStatus.URI_TOO_LONG_414,
              "the address must have at most %d characters".formatted(MOST_URL))
          .raised();
    }
  }

  private Route routeOf(Context context) {
    List<Route> here = routes.stream().filter(it -> it.leadsTo(context.path())).toList();
    if (here.isEmpty()) {
      throw Problem.notFound("there is nothing at this address").raised();
    }
    String method = context.req().getMethod();
    return here.stream()
        .filter(route -> route.allows(method))
        .findFirst()
        .orElseThrow(() -> notAllowed(here).raised());
  }

  private static Problem notAllowed(List<Route> here) {
    Set<String> methods = new TreeSet<>();
    for (Route route : here) {
      methods.add(route.method());
      if (route.allows("HEAD")) {
        methods.add("HEAD");
      }
    }
    String allowed = String.join(", ", methods);
    return new Problem(
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "this address takes " + allowed,
        Map.of("Allow", allowed));
  }

  /** Pages of others may lead a person here by a link, and nothing else. */
  private void checkOrigin(Context context, Route route) {
    String origin = context.header("Origin");
    if (origin != null && !hosts.isOurPage(origin, host(context))) {
      throw forbidden("the request must not come from a page of another origin").raised();
    }
    String site = context.header("Sec-Fetch-Site");
    boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean link =
        route.role() == Role.NOBODY && "navigate".equals(context.header("Sec-Fetch-Mode"));
    if (foreign && !link) {
      throw forbidden("the request must not come from a page of another site").raised();
    }
    if (route.role() == Role.WRITE && !tokens.areNeeded() && origin == null) {
      throw forbidden(
              "without tokens an action must have the Origin header of this listener, as the"
                  + " dashboard's have")
          .raised();
    }
  }

  private static String host(Context context) {
    String host = context.header("Host");
    return host == null ? "" : host;
  }

  private static void checkContentType(Context context) {
    if (!context.req().getMethod().equals("POST")) {
      return;
    }
    String type = context.contentType();
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw new Problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "an action must have a JSON body, if only {}")
          .raised();
    }
  }

  private void checkRole(Context context, Route route) {
    Role role = tokens.areNeeded() ? roleByToken(context) : Role.WRITE;
    context.attribute(ROLE, role);
    if (route.role() == Role.NOBODY || role.compareTo(route.role()) >= 0) {
      return;
    }
    if (role == Role.NOBODY) {
      throw new Problem(
              HttpStatus.UNAUTHORIZED_401,
              "a token is needed, as 'Authorization: Bearer …'",
              Map.of("WWW-Authenticate", "Bearer"))
          .raised();
    }
    throw forbidden("the token lets its bearer read, not act").raised();
  }

  private Role roleByToken(Context context) {
    String header = context.header("Authorization");
    if (header == null) {
      return Role.NOBODY;
    }
    Role role =
        header.startsWith(BEARER)
            ? tokens.roleOf(header.substring(BEARER.length()).strip())
            : Role.NOBODY;
    if (role == Role.NOBODY && failures.isTooMany(context.ip())) {
      throw new Problem(
              HttpStatus.TOO_MANY_REQUESTS_429,
              "too many wrong tokens came from this address",
              Map.of("Retry-After", FailedLogins.retryAfter()))
          .raised();
    }
    return role;
  }

  private static Problem forbidden(String detail) {
    return new Problem(HttpStatus.FORBIDDEN_403, detail);
  }
}
