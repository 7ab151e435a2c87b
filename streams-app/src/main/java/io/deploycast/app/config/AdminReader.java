package io.deploycast.app.config;

import io.deploycast.schema.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code admin}. */
final class AdminReader {
  /** 128 bits in the densest usual alphabet, six bits a character. */
  private static final int LEAST_TOKEN = 22;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{22,512}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+]");
  private static final String UPSTREAM = "terminated-upstream";

  private AdminReader() {}

  static AdminConfig read(Section admin) {
    AdminConfig usual = AdminConfig.DEFAULT;
    Section tokens = admin.section("tokens");
    Secret read = token(tokens, "read");
    Secret write = token(tokens, "write");
    tokens.refuseOthers();
    if (write != null && read != null && write.equals(read)) {
      tokens.problem("write", "must differ from tokens.read, or readers could act");
    }
    AdminConfig config =
        new AdminConfig(
            admin.flag("enabled").orElse(usual.enabled()),
            admin.text("host").orElse(usual.host()),
            admin.integer("port", 0, 65_535).orElse(usual.port()),
            hosts(admin),
            read,
            write,
            tls(admin));
    admin.refuseOthers();
    refuseOpenDoors(admin, config);
    return config;
  }

  private static void refuseOpenDoors(Section admin, AdminConfig config) {
    if (!config.enabled() || config.isOnLoopback()) {
      return;
    }
    if (!config.hasTokens()) {
      admin.problem(
          "host", "must be a loopback address unless admin.tokens are set, was " + config.host());
    }
    if (config.tls() instanceof AdminConfig.Tls.None) {
      admin.problem(
          "host",
          "must be a loopback address unless admin.tls is a keystore or '%s', was %s"
              .formatted(UPSTREAM, config.host()));
    }
  }

  private static @Nullable Secret token(Section tokens, String key) {
    return tokens
        .parsed(
            key,
            text -> {
              if (!TOKEN.matcher(text).matches()) {
                throw new IllegalArgumentException(
                    "must be %d to 512 characters of A-Z a-z 0-9 . _ ~ + / = -, had %d;"
                            .formatted(LEAST_TOKEN, text.length())
                        + " 'openssl rand -base64 32' makes one");
              }
              return new Secret(text);
            })
        .orElse(null);
  }

  private static Set<String> hosts(Section admin) {
    Set<String> hosts = new HashSet<>();
    for (ConfigNode item : admin.list("hosts").orElse(List.of())) {
      if (item instanceof ConfigNode.Scalar scalar && HOST.matcher(scalar.text()).matches()) {
        hosts.add(scalar.text().toLowerCase(Locale.ROOT));
      } else {
        admin
            .reading()
            .problems()
            .add(item, "must be a host name without a port, such as deploycast.example.com");
      }
    }
    return hosts;
  }

  private static AdminConfig.Tls tls(Section admin) {
    if (admin.at("tls") instanceof ConfigNode.Scalar) {
      admin.parsed("tls", AdminReader::upstream);
      return new AdminConfig.Tls.TerminatedUpstream();
    }
    Section tls = admin.section("tls");
    Optional<Path> keystore = tls.parsed("keystore", AdminReader::readable);
    Optional<String> password = tls.text("password");
    tls.refuseOthers();
    if (keystore.isPresent() && password.isPresent()) {
      if (!opens(keystore.get(), password.get())) {
        tls.problem("keystore", "must be a PKCS #12 file that tls.password opens");
      }
      return new AdminConfig.Tls.Keystore(keystore.get(), new Secret(password.get()));
    }
    if (tls.values().size() == 1) {
      admin.problem("tls", "must have both keystore and password");
    }
    return new AdminConfig.Tls.None();
  }

  private static boolean opens(Path keystore, String password) {
    try (InputStream in = Files.newInputStream(keystore)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      return keys.size() > 0;
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  private static String upstream(String text) {
    if (!text.equals(UPSTREAM)) {
      throw new IllegalArgumentException(
          "must be %s, or a map of keystore and password, was '%s'"
              .formatted(UPSTREAM, Excerpt.of(text)));
    }
    return text;
  }

  private static Path readable(String text) {
    try {
      Path path = Path.of(text);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // As if it were missing.
    }
    throw new IllegalArgumentException(
        "must be a file that this user can read, was '" + Excerpt.of(text) + "'");
  }
}
