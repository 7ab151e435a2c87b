package io.deploycast.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers whether the process lives and whether it does its work, and how much, without a token and
 * on a listener of its own: {@code GET /health/live}, {@code GET /health/ready}, {@code GET
 * /metrics}. 200 when all is well, else 503 with the reasons:
 *
 * <pre>{"status":"DOWN","components":{"grafana":{"status":"DOWN","reason":"is starting"}}}</pre>
 */
public final class HealthServer implements AutoCloseable {
  /** Few, since answers come from memory: Jetty needs one to accept and one to select. */
  private static final int THREADS = 8;

  /** Prometheus' text format. */
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;

  /** The port cannot be listened on. */
  public static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the configuration key of the port
     */
    public PortTakenException(String key, String host, int port, RuntimeException cause) {
      super(
          "%s must be free on %s, was %d: %s".formatted(key, host, port, cause.getMessage()),
          cause);
    }
  }

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param components asked for at each request, since targets come and go
   * @param metrics the meters, in Prometheus' text format
   * @throws PortTakenException when another process has it, or it is not ours to have
   */
  public HealthServer(
      String host, int port, Supplier<List<Component>> components, Supplier<String> metrics) {
    this.server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
              config.jetty.modifyServer(HealthServer::stopAtOnce);
              config.routes.get("/health/live", context -> answer(context, components.get(), true));
              config.routes.get(
                  "/health/ready", context -> answer(context, components.get(), false));
              config.routes.get(
                  "/metrics", context -> context.contentType(METRICS).result(metrics.get()));
            });
    try {
      server.start(host, port);
    } catch (RuntimeException e) {
      throw new PortTakenException("health.port", host, port, e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static void stopAtOnce(Server server) {
    server.setStopTimeout(0);
  }

  private static void answer(Context context, List<Component> components, boolean liveness) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("status", "UP");
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    for (Component component : components) {
      Optional<String> reason = liveness ? reasonForRestart(component) : component.problem().get();
      ObjectNode part = parts.putObject(component.name());
      part.put("status", reason.isEmpty() ? "UP" : "DOWN");
      reason.ifPresent(
          text -> {
            part.put("reason", text);
            body.put("status", "DOWN");
          });
    }
    body.set("components", parts);
    boolean up = body.get("status").textValue().equals("UP");
    context
        .status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(body.toString());
  }

  private static Optional<String> reasonForRestart(Component component) {
    return component.alive().getAsBoolean()
        ? Optional.empty()
        : Optional.of("its thread has ended");
  }
}
