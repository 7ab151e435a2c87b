package io.deploycast.schema.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deploycast.schema.Excerpt;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

/** The headers by which a registry lets us in: Basic or Bearer. */
final class RegistryCredentials {
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String USER_INFO = "basic.auth.user.info";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String TOKEN = "bearer.auth.token";
  private static final String CLUSTER = "bearer.auth.logical.cluster";
  private static final String POOL = "bearer.auth.identity.pool.id";

  static final Set<String> NAMES =
      Set.of(BASIC_SOURCE, USER_INFO, BEARER_SOURCE, TOKEN, CLUSTER, POOL);
  static final Set<String> SECRETS = Set.of(USER_INFO, TOKEN);

  private RegistryCredentials() {}

  /**
   * The headers of every request.
   *
   * @param urlUserInfo what stands before the host in the address, or null
   */
  static Map<String, String> headers(Map<String, String> properties, @Nullable String urlUserInfo) {
    Map<String, String> headers = new HashMap<>();
    if (properties.containsKey(BEARER_SOURCE) || properties.containsKey(TOKEN)) {
      headers.put("Authorization", "Bearer " + headerText(TOKEN, token(properties)));
    } else {
      String userInfo = userInfo(properties, urlUserInfo);
      if (userInfo != null) {
        byte[] bytes = userInfo.getBytes(UTF_8);
        headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
    }
    copy(properties, CLUSTER, headers, "target-sr-cluster");
    copy(properties, POOL, headers, "Confluent-Identity-Pool-Id");
    return headers;
  }

  private static String token(Map<String, String> properties) {
    String source = properties.getOrDefault(BEARER_SOURCE, "STATIC_TOKEN");
    if (!source.equals("STATIC_TOKEN")) {
      throw new RegistryConfigException(
          BEARER_SOURCE, "must be STATIC_TOKEN, was '%s'".formatted(Excerpt.of(source)));
    }
    return required(properties, TOKEN, "is required for a static token");
  }

  private static @Nullable String userInfo(
      Map<String, String> properties, @Nullable String urlUserInfo) {
    String given = properties.containsKey(USER_INFO) ? "USER_INFO" : "URL";
    String source = properties.getOrDefault(BASIC_SOURCE, given);
    return switch (source) {
      case "URL" -> urlUserInfo;
      case "USER_INFO" -> named(required(properties, USER_INFO, "is required, as name:password"));
      case "SASL_INHERIT" -> inherited(properties);
      default ->
          throw new RegistryConfigException(
              BASIC_SOURCE,
              "must be URL, USER_INFO or SASL_INHERIT, was '%s'".formatted(Excerpt.of(source)));
    };
  }

  private static String named(String userInfo) {
    if (userInfo.indexOf(':') < 1) {
      throw new RegistryConfigException(USER_INFO, "must be name:password, had no name or no ':'");
    }
    return userInfo;
  }

  /** Name and password that the same file gives Kafka. */
  private static String inherited(Map<String, String> properties) {
    String key = SaslConfigs.SASL_JAAS_CONFIG;
    String jaas =
        required(properties, key, "is required where the registry's credentials are inherited");
    Map<String, Object> sasl = new HashMap<>();
    sasl.put(key, new Password(jaas));
    sasl.put(
        SaslConfigs.SASL_MECHANISM, properties.getOrDefault(SaslConfigs.SASL_MECHANISM, "PLAIN"));
    try {
      JaasContext context = JaasContext.loadClientContext(sasl);
      List<javax.security.auth.login.AppConfigurationEntry> entries =
          context.configurationEntries();
      String name = JaasContext.configEntryOption(entries, "username", null);
      String password = JaasContext.configEntryOption(entries, "password", null);
      if (name != null && password != null) {
        return name + ":" + password;
      }
    } catch (ConfigException | IllegalArgumentException e) {
      // Said below, without the text: it holds a password.
    }
    throw new RegistryConfigException(key, "must have a username and a password to be inherited");
  }

  private static void copy(
      Map<String, String> properties, String key, Map<String, String> headers, String name) {
    String value = properties.get(key);
    if (value != null) {
      headers.put(name, headerText(key, value));
    }
  }

  private static String headerText(String key, String value) {
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new RegistryConfigException(key, "must be visible ASCII, had another character");
    }
    return value;
  }

  private static String required(Map<String, String> properties, String key, String rule) {
    String value = properties.get(key);
    if (value == null || value.isEmpty()) {
      throw new RegistryConfigException(key, rule);
    }
    return value;
  }
}
