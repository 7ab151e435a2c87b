package io.deploycast.app.admin.guard;

import io.deploycast.app.config.AdminConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names that this listener answers to. A page of somebody else's whose name was made to resolve
 * to this address would ask under its own.
 */
final class Hosts {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names = new HashSet<>(LOOPBACK);
  private final Set<String> configured;

  Hosts(AdminConfig config) {
    names.addAll(config.hosts());
    configured = config.hosts();
    boolean isAddressOfAll = config.host().equals("0.0.0.0") || config.host().equals("::");
    if (!isAddressOfAll) {
      names.add(config.host().toLowerCase(Locale.ROOT));
    }
  }

  /** Whether a {@code Host} header names this listener, on any port: a proxy has its own. */
  boolean isOurs(String host) {
    return names.contains(nameOf(host.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether an {@code Origin} header is a page of this listener: the host and port that were asked,
   * or a configured name, which a proxy may have replaced on the way.
   */
  boolean isOurPage(String origin, String host) {
    try {
      URI uri = new URI(origin);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String authority = uri.getRawAuthority();
      if (!isHttp || authority == null || !isOurs(authority)) {
        return false;
      }
      String lower = authority.toLowerCase(Locale.ROOT);
      return lower.equals(host.toLowerCase(Locale.ROOT)) || configured.contains(nameOf(lower));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String nameOf(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    boolean hasPort = end > 0 && end < authority.length();
    return hasPort && authority.substring(end).matches(":[0-9]{1,5}")
        ? authority.substring(0, end)
        : authority;
  }
}
