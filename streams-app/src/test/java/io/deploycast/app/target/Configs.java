package io.deploycast.app.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploycast.app.config.ConnectionConfig;
import io.deploycast.app.config.ParameterSpec;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import io.deploycast.app.config.StartFrom;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Ordering;
import io.deploycast.app.delivery.RetryPolicy;
import io.deploycast.schema.topic.TargetName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Targets for tests. */
final class Configs {
  private Configs() {}

  static TargetConfig target(String type, Map<String, ParameterValue> parameters) {
    return target(type, parameters, null);
  }

  static TargetConfig target(
      String type, Map<String, ParameterValue> parameters, @Nullable String when) {
    return target(type, parameters, when, ConnectionConfig.DEFAULT);
  }

  static TargetConfig target(
      String type,
      Map<String, ParameterValue> parameters,
      @Nullable String when,
      ConnectionConfig connection) {
    return new TargetConfig(
        new TargetName("test"),
        type,
        Duration.ofSeconds(5),
        4,
        null,
        Ordering.KEY,
        new RetryPolicy(List.of()),
        StartFrom.DEFAULT,
        null,
        true,
        connection,
        when,
        parameters);
  }

  /** What a JSON object gives for the parameters of a type. */
  static Map<String, ParameterValue> parameters(TargetType type, JsonNode values) {
    Map<String, ParameterValue> parameters = new HashMap<>();
    for (ParameterSpec spec : type.parameters()) {
      JsonNode value = values.path(spec.name());
      if (value.isArray()) {
        List<String> texts = new ArrayList<>();
        value.forEach(text -> texts.add(text.asText()));
        parameters.put(
            spec.name(),
            spec.secret()
                ? new ParameterValue.Secrets(texts.stream().map(Secret::new).toList())
                : new ParameterValue.Texts(texts));
      } else if (value.isTextual()) {
        String text = value.asText();
        parameters.put(
            spec.name(), spec.secret() ? new Secret(text) : new ParameterValue.Text(text));
      } else if (spec.defaultText() != null) {
        parameters.put(spec.name(), new ParameterValue.Text(spec.defaultText()));
      }
    }
    return parameters;
  }
}
