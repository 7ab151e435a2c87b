package io.deploycast.schema.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is and how it lets us in, made from properties under the names that the
 * field's clients use.
 *
 * @param urls base addresses without user info, tried one after the other
 * @param headers of every request; they hold secrets
 * @param tls null for the JVM's own trust
 */
public record RegistrySettings(
    List<URI> urls, Map<String, String> headers, @Nullable SSLContext tls) {
  static final String URL = "url";

  public RegistrySettings {
    urls = List.copyOf(urls);
    headers = Map.copyOf(headers);
  }

  /** A context of TLS has no equality of its own; whether there is one has to do. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RegistrySettings settings
        && urls.equals(settings.urls)
        && headers.equals(settings.headers)
        && (tls == null) == (settings.tls == null);
  }

  @Override
  public int hashCode() {
    return Objects.hash(urls, headers, tls == null);
  }

  /**
   * Reads the properties.
   *
   * @param properties {@code url}, {@code basic.auth.…}, {@code bearer.auth.…} and {@code ssl.…};
   *     {@code sasl.…} is looked at where the credentials are to be inherited
   * @throws RegistryConfigException for what cannot be used
   */
  public static RegistrySettings of(Map<String, String> properties) {
    List<URI> urls = urls(properties.getOrDefault(URL, ""));
    return new RegistrySettings(
        urls.stream().map(RegistrySettings::withoutUserInfo).toList(),
        RegistryCredentials.headers(properties, urls.get(0).getUserInfo()),
        RegistryTls.context(properties));
  }

  /** The names of all properties, apart from those of SASL. */
  public static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(RegistryCredentials.NAMES);
    names.add(URL);
    names.addAll(new ConfigDef().withClientSslSupport().names());
    return names;
  }

  /** Whether the property holds something that nobody may see. */
  public static boolean isSecret(String name) {
    return name.contains("password")
        || name.equals("ssl.keystore.key")
        || RegistryCredentials.SECRETS.contains(name);
  }

  private static List<URI> urls(String text) {
    List<URI> urls = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      urls.add(url(part.strip()));
    }
    return urls;
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: it may hold a password.
    }
    throw new RegistryConfigException(
        URL, "must be http:// or https:// and a host, several separated by commas");
  }

  private static URI withoutUserInfo(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + url.getHost() + port + path);
  }

  /** Without what lets us in. */
  @Override
  public String toString() {
    return "RegistrySettings" + urls;
  }
}
