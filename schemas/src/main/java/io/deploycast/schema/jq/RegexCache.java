package io.deploycast.schema.jq;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regular expressions that one template has compiled: to compile one takes longer than to match
 * it. Thread-safe.
 */
final class RegexCache {
  /** More than a template has; one that makes them of its events finds no more room. */
  private static final int MOST = 16;

  /** Longer ones come from events, not from people, and are not worth their memory. */
  private static final int LONGEST = 1_000;

  private final Map<Key, Pattern> patterns = new ConcurrentHashMap<>();

  private record Key(String regex, int flags) {}

  Pattern pattern(String regex, int flags) {
    Key key = new Key(regex, flags);
    Pattern known = patterns.get(key);
    if (known != null) {
      return known;
    }
    Pattern compiled = Pattern.compile(regex, flags);
    if (patterns.size() < MOST && regex.length() <= LONGEST) {
      patterns.put(key, compiled);
    }
    return compiled;
  }
}
