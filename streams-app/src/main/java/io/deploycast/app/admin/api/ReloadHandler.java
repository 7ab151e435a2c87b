package io.deploycast.app.admin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ReloadResult;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;

/** {@code /api/v1/actions/reload}: this instance reads its configuration again. */
final class ReloadHandler {
  private final Supplier<ReloadResult> reload;
  private final AuditLog audit;

  /**
   * @param reload blocks until the targets are as the file says
   */
  ReloadHandler(Supplier<ReloadResult> reload, AuditLog audit) {
    this.reload = reload;
    this.audit = audit;
  }

  void reload(Context context) {
    Answers.body(context);
    Answers.json(
        context, toJson(audit.around(context, "reload", "this instance's configuration", reload)));
  }

  private static ObjectNode toJson(ReloadResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (result instanceof ReloadResult.Applied applied) {
      json.put("applied", true);
      put(json, "added", applied.added());
      put(json, "changed", applied.changed());
      put(json, "removed", applied.removed());
    } else if (result instanceof ReloadResult.Rejected rejected) {
      json.put("applied", false);
      put(json, "problems", rejected.problems());
    }
    return json;
  }

  private static void put(ObjectNode json, String name, List<String> texts) {
    ArrayNode array = json.putArray(name);
    texts.forEach(array::add);
  }
}
