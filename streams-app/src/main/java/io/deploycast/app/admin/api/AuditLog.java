package io.deploycast.app.admin.api;

import io.deploycast.app.admin.guard.Gate;
import io.deploycast.app.admin.guard.Problem;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each thing that somebody did, under a logger of its own. */
final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger("deploycast.audit");

  /**
   * Does it, and writes it down with how it ended; what is refused for its content is not written.
   *
   * @param of what was acted on; no secret, and no text of an event
   */
  <T> T around(Context context, String action, String of, Supplier<T> order) {
    T result;
    try {
      result = order.get();
    } catch (KafkaException e) {
      write(context, action, of, "the brokers did not take it: " + e.getMessage());
      throw new Problem(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "nothing has changed: the brokers did not take it; try again")
          .raised();
    }
    write(context, action, of, "done");
    return result;
  }

  private static void write(Context context, String action, String of, String outcome) {
    LOG.atInfo()
        .addKeyValue("action", action)
        .addKeyValue("of", of)
        .addKeyValue("role", Gate.roleOf(context).name().toLowerCase(Locale.ROOT))
        .addKeyValue("address", context.ip())
        .addKeyValue("outcome", outcome)
        .log("somebody acted through the admin API");
  }
}
