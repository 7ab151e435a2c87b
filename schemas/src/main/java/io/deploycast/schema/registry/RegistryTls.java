package io.deploycast.schema.registry;

import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** TLS by the properties that Kafka's clients take, PEM among them. */
final class RegistryTls {
  private static final String PREFIX = "ssl.";

  private RegistryTls() {}

  /** Null when no property of TLS is given. */
  static @Nullable SSLContext context(Map<String, String> properties) {
    Map<String, Object> given = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            given.put(key, value);
          }
        });
    if (given.isEmpty()) {
      return null;
    }
    String algorithm = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;
    if (!"https".equalsIgnoreCase(String.valueOf(given.getOrDefault(algorithm, "https")))) {
      throw new RegistryConfigException(
          algorithm, "must be https: the name in the registry's certificate is always checked");
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(given));
      return factory.sslContext();
    } catch (ConfigException e) {
      throw new RegistryConfigException(PREFIX + "*", "must be valid: " + e.getMessage());
    } catch (KafkaException e) {
      throw new RegistryConfigException(
          PREFIX + "*", "must name stores that can be read with their passwords: " + reason(e));
    }
  }

  private static String reason(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
