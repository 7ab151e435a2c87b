package io.deploycast.app.admin.api;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.metrics.TargetActivity;
import io.deploycast.app.metrics.TargetView;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A target as the API shows it. All questions are cheap.
 *
 * @param view how it stands on this instance
 * @param activity what it did lately on this instance
 * @param problem why it does not run here, to be read after its name; empty when it does
 */
public record ServedTarget(
    TargetConfig config,
    Supplier<TargetView> view,
    TargetActivity activity,
    Supplier<Optional<String>> problem) {
  String name() {
    return config.name().text();
  }

  /** The state's name in lower case, {@code starting} while there is none. */
  String state() {
    return view.get()
        .state()
        .filter(state -> problem.get().isEmpty())
        .map(state -> state.name().toLowerCase(Locale.ROOT))
        .orElse("starting");
  }
}
