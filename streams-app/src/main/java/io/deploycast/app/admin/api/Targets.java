package io.deploycast.app.admin.api;

import io.deploycast.app.admin.guard.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The targets that this instance has now; a reload may change them. */
record Targets(Supplier<List<ServedTarget>> source) {
  List<ServedTarget> all() {
    return source.get();
  }

  Optional<ServedTarget> find(String name) {
    return all().stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /** The target of that name, or a 404. */
  ServedTarget require(String name) {
    return find(name)
        .orElseThrow(() -> Problem.notFound("no target of that name is configured here").raised());
  }
}
