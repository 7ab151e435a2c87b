package io.deploycast.app.target;

import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The texts of a target that nobody may see: its secrets, and what can be told from a part. */
final class SecretParts {
  /**
   * A part of an address as long as this is a key; words of a path such as {@code services} are
   * shorter.
   */
  private static final int KEY_LENGTH = 12;

  private SecretParts() {}

  /**
   * All of them.
   *
   * @param headers values of headers, which may be made of secrets, such as Basic credentials
   */
  static Set<String> of(Collection<ParameterValue> parameters, Collection<String> headers) {
    Set<String> secrets = new LinkedHashSet<>();
    for (ParameterValue value : parameters) {
      if (value instanceof Secret secret) {
        secrets.add(secret.reveal());
        addressParts(secret.reveal()).forEach(secrets::add);
      } else if (value instanceof ParameterValue.Secrets several) {
        several.secrets().forEach(secret -> secrets.add(afterName(secret.reveal())));
      }
    }
    if (!secrets.isEmpty()) {
      headers.forEach(header -> credentials(header).forEach(secrets::add));
    }
    return secrets;
  }

  /** Of a webhook's address, whose path or query is its key. */
  private static Stream<String> addressParts(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() == null) {
        return Stream.of();
      }
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
      Stream<String> parts =
          Stream.of(path.split("/"), query.split("[&=]")).flatMap(Arrays::stream);
      return parts.filter(part -> part.length() >= KEY_LENGTH);
    } catch (URISyntaxException e) {
      return Stream.of();
    }
  }

  private static String afterName(String header) {
    return header.substring(header.indexOf(':') + 1).strip();
  }

  /** Of {@code Basic dXNlcjpwYXNz}, the second word. */
  private static Stream<String> credentials(String header) {
    String[] words = header.split(" ", 2);
    return words.length == 2
            && words[0].matches("(?i)basic|bearer|apikey|splunk|api-token|apitoken")
        ? Stream.of(words[1])
        : Stream.of();
  }
}
