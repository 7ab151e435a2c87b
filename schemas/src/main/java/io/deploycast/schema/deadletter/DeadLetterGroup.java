package io.deploycast.schema.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.schema.DeadLetterReason;
import java.time.Instant;

/**
 * Dead letters that have target, reason and status in common.
 *
 * @param status their last HTTP status, or {@code none}
 * @param oldest when the first of them was given up
 * @param error what the newest of them failed with
 */
public record DeadLetterGroup(
    String target,
    DeadLetterReason reason,
    String status,
    int count,
    Instant oldest,
    Instant newest,
    String error) {

  /** The JSON that commands and the admin API show. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("target", target)
        .put("reason", reason.name())
        .put("status", status)
        .put("count", count)
        .put("oldest", oldest.toString())
        .put("newest", newest.toString())
        .put("error", error);
  }
}
