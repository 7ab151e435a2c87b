package io.deploycast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments and environment as UTF-8. With {@code LANG=C}, as in many CI containers, the JVM
 * decodes them as ASCII and loses every other character; on Linux the bytes can still be had.
 */
final class RawTexts {
  private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  private RawTexts() {}

  static String[] arguments(String[] decoded) {
    if (isUtf8() || isAscii(List.of(decoded))) {
      return decoded;
    }
    List<String> all = read(ARGUMENTS);
    if (all.size() < decoded.length) {
      return decoded;
    }
    return all.subList(all.size() - decoded.length, all.size()).toArray(String[]::new);
  }

  static Map<String, String> environment(Map<String, String> decoded) {
    if (isUtf8() || isAscii(decoded.values())) {
      return decoded;
    }
    Map<String, String> environment = new HashMap<>(decoded);
    for (String entry : read(ENVIRONMENT)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return environment;
  }

  private static boolean isUtf8() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  }

  private static boolean isAscii(Iterable<String> texts) {
    for (String text : texts) {
      if (text.chars().anyMatch(c -> c > 0x7E)) {
        return false;
      }
    }
    return true;
  }

  /** NUL-terminated texts; none where there is no such file. */
  private static List<String> read(Path file) {
    try {
      String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      List<String> texts = new ArrayList<>();
      for (int begin = 0, end; (end = all.indexOf('\0', begin)) >= 0; begin = end + 1) {
        texts.add(all.substring(begin, end));
      }
      return texts;
    } catch (IOException e) {
      return List.of();
    }
  }
}
