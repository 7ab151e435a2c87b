package io.deploycast.app.admin.api;

import io.deploycast.app.admin.HealthServer;
import io.deploycast.app.admin.guard.ConnectionGuard;
import io.deploycast.app.admin.guard.Gate;
import io.deploycast.app.admin.guard.Listener;
import io.deploycast.app.admin.guard.Problem;
import io.deploycast.app.admin.guard.Route;
import io.deploycast.app.config.AdminConfig;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the admin API and the dashboard, on a listener of its own. Started by being made, closed
 * once.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final ConnectionGuard guard = new ConnectionGuard();
  private final Pulse pulse;
  private final Javalin server;

  /**
   * Listens at once.
   *
   * @throws HealthServer.PortTakenException when another process has the port, or it is not ours
   */
  public AdminServer(AdminConfig config, Served served) {
    pulse = new Pulse(new Targets(served.targets()), served.board());
    List<Route> routes = Routes.of(served, new LiveHandler(pulse, guard), config.hasTokens());
    Gate gate = new Gate(config, routes, served.clock());
    server =
        Javalin.create(
            javalin -> {
              configure(javalin, config, gate);
              javalin.routes.before(gate::check);
              routes.forEach(route -> add(javalin, route));
              answerProblems(javalin);
            });
    try {
      server.start();
    } catch (RuntimeException e) {
      close();
      throw new HealthServer.PortTakenException("admin.port", config.host(), config.port(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    pulse.close();
    guard.close();
    server.stop();
  }

  private void configure(JavalinConfig javalin, AdminConfig config, Gate gate) {
    javalin.startup.showJavalinBanner = false;
    javalin.http.compressionStrategy = CompressionStrategy.NONE;
    javalin.jetty.threadPool = new QueuedThreadPool(Listener.MOST_THREADS, 2);
    javalin.jetty.modifyHttpConfiguration(Listener::limit);
    javalin.jetty.modifyServer(jetty -> Listener.answerErrors(jetty, gate.headers()));
    javalin.jetty.addConnector((jetty, http) -> Listener.connector(jetty, http, config, guard));
  }

  private static void add(JavalinConfig javalin, Route route) {
    HandlerType method = HandlerType.findOrCreate(route.method());
    javalin.routes.addHttpHandler(method, route.path(), route.handler());
    boolean isStream = route.path().endsWith("/live");
    if (route.allows("HEAD") && !isStream) {
      javalin.routes.addHttpHandler(HandlerType.HEAD, route.path(), route.handler());
    }
  }

  private static void answerProblems(JavalinConfig javalin) {
    javalin.routes.exception(
        Problem.Raised.class, (raised, context) -> Answers.problem(context, raised.problem()));
    javalin.routes.exception(
        HttpResponseException.class,
        (e, context) ->
            Answers.problem(context, new Problem(e.getStatus(), "the request is refused")));
    javalin.routes.exception(Exception.class, AdminServer::answerOurFault);
  }

  private static void answerOurFault(Exception e, Context context) {
    LOG.atError().setCause(e).log("the admin API failed to answer");
    Answers.problem(
        context,
        new Problem(
            HttpStatus.INTERNAL_SERVER_ERROR_500, "this is our fault; the service's log says why"));
  }
}
