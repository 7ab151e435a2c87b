package io.deploycast.sandbox.target;

import io.deploycast.sandbox.net.Loopback;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control and statistics API of a target that runs as a process. Thread-safe.
 *
 * <pre>
 * GET    /statistics          {"requests":3,"events":2,"delivered":2,"duplicates":0,...,"statuses":{"200":2,"503":1}}
 * GET    /requests?after=N    [{"number":4,"eventId":"...","attempt":1,"status":200,"body":"{...}",...}]
 * DELETE /requests            forgets requests and counts
 * GET    /behaviour           the text form
 * PUT    /behaviour           takes the text form; 400 says what is wrong with it
 * </pre>
 */
final class ControlServer implements AutoCloseable {
  private final SimulatedTarget target;
  private final Javalin server;

  private ControlServer(SimulatedTarget target) {
    this.target = target;
    this.server = Javalin.create(this::configure);
  }

  /** Port 0 takes any free one. */
  static ControlServer start(SimulatedTarget target, int port) {
    ControlServer control = new ControlServer(target);
    control.server.start(Loopback.HOST, port);
    return control;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.routes.get("/statistics", context -> context.json(target.statistics()));
    config.routes.get("/requests", this::listRequests);
    config.routes.delete("/requests", this::forget);
    config.routes.get("/behaviour", context -> context.result(target.behaviour().toString()));
    config.routes.put("/behaviour", this::behave);
    config.routes.exception(
        IllegalArgumentException.class,
        (refused, context) -> context.status(400).result(String.valueOf(refused.getMessage())));
  }

  private void listRequests(Context context) {
    long after = number(context.queryParam("after"));
    List<RequestView> views =
        target.requests().stream()
            .filter(request -> request.number() > after)
            .map(RequestView::of)
            .toList();
    context.json(views);
  }

  private void forget(Context context) {
    target.forget();
    context.status(204);
  }

  private void behave(Context context) {
    target.behave(Behaviour.parse(context.body()));
    context.status(204);
  }

  private static long number(@Nullable String after) {
    if (after == null) {
      return 0;
    }
    if (!after.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("after must be a number, was '" + after + "'");
    }
    return Long.parseLong(after);
  }

  /** A recorded request as JSON. */
  record RequestView(
      long number,
      String eventId,
      int attempt,
      @Nullable Integer announcedAttempt,
      String method,
      String path,
      Map<String, List<String>> headers,
      String bodySha256,
      String body,
      long arrivedNanos,
      String arrivedAt,
      int status,
      boolean complete) {
    static RequestView of(RecordedRequest request) {
      return new RequestView(
          request.number(),
          request.eventId(),
          request.attempt(),
          request.announcedAttempt().isPresent() ? request.announcedAttempt().getAsInt() : null,
          request.method(),
          request.path(),
          request.headers(),
          request.bodySha256(),
          request.body().text(),
          request.arrivedNanos(),
          request.arrivedAt().toString(),
          request.status(),
          request.complete());
    }
  }
}
