package io.deploycast.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link LocalKafka} is started with. A value; each {@code with…} gives a changed copy.
 *
 * @param port of the client listener; 0 chooses a free one, kept over restarts
 * @param users user name → password. When empty, everybody may do everything. Otherwise clients log
 *     in with SASL/PLAIN over plain text, {@link #ADMIN} may do everything, and everybody else only
 *     what an ACL allows
 * @param properties broker properties that go before the sandbox's own
 * @param shortLived whether a broker that is a process of its own is to start soon rather than to
 *     do much for long: without the JVM's second compiler
 */
public record LocalKafkaOptions(
    int port, Map<String, String> users, Map<String, String> properties, boolean shortLived) {

  /** The super user; has to be among {@link #users} when there are any. */
  public static final String ADMIN = "admin";

  private static final int HIGHEST_PORT = 65_535;

  public LocalKafkaOptions {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    users = Map.copyOf(users);
    properties = Map.copyOf(properties);
    if (!users.isEmpty() && !users.containsKey(ADMIN)) {
      throw new IllegalArgumentException(
          "users must have the super user '%s', were %s".formatted(ADMIN, users.keySet()));
    }
    users.forEach(LocalKafkaOptions::requirePlain);
  }

  /** No users, a free port. */
  public static LocalKafkaOptions defaults() {
    return new LocalKafkaOptions(0, Map.of(), Map.of(), false);
  }

  public LocalKafkaOptions withPort(int newPort) {
    return new LocalKafkaOptions(newPort, users, properties, shortLived);
  }

  public LocalKafkaOptions withUser(String name, String password) {
    return new LocalKafkaOptions(port, plus(users, name, password), properties, shortLived);
  }

  public LocalKafkaOptions withProperty(String name, String value) {
    return new LocalKafkaOptions(port, users, plus(properties, name, value), shortLived);
  }

  public LocalKafkaOptions withShortLife() {
    return new LocalKafkaOptions(port, users, properties, true);
  }

  boolean secured() {
    return !users.isEmpty();
  }

  /** Leaves the passwords out. */
  @Override
  public String toString() {
    return "LocalKafkaOptions[port=%d, users=%s, properties=%s, shortLived=%s]"
        .formatted(port, users.keySet(), properties, shortLived);
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static void requirePlain(String user, String password) {
    // Both stand inside a quoted JAAS text, the name also in an option's name.
    if (!user.matches("[A-Za-z0-9_-]+") || password.matches("(?s).*[\"\\\\\\p{Cntrl}].*")) {
      throw new IllegalArgumentException(
          "users: a name has letters, digits, - and _ only, a password no quote, backslash or"
              + " control character; refused was user '%s'".formatted(user));
    }
  }
}
