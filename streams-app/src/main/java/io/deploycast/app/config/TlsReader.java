package io.deploycast.app.config;

import io.deploycast.app.config.ConnectionConfig.Identity;
import io.deploycast.app.config.ConnectionConfig.Tls;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls} and the files it names, which are looked for beside the configuration. */
final class TlsReader {
  private final Section section;
  private final Path file;

  TlsReader(Section section, Path file) {
    this.section = section;
    this.file = file;
  }

  Tls read() {
    boolean verify = section.flag("verify").orElse(true);
    List<X509Certificate> authorities =
        section.parsed("ca", text -> CertificateFiles.certificates(path(text))).orElse(List.of());
    Identity identity = identity();
    section.refuseOthers();
    if (!verify) {
      section
          .reading()
          .problems()
          .warn(
              section.at("verify"),
              "is off: whoever sits between can read and change what is sent; name the server's"
                  + " authority in 'ca' instead");
      if (!authorities.isEmpty()) {
        section.problem("ca", "must not be given when 'verify' is false, which trusts everybody");
      }
    }
    return new Tls(verify, authorities, identity);
  }

  private @Nullable Identity identity() {
    Optional<List<X509Certificate>> chain =
        section.parsed("certificate", text -> CertificateFiles.certificates(path(text)));
    Optional<PrivateKey> key =
        section.parsed("key", text -> CertificateFiles.key(openToUs("key", text)));
    Optional<String> store = section.text("keyStore");
    Optional<Secret> password = new SecretReader(section, file).read("keyStorePassword");
    together("certificate", "key");
    together("keyStore", "keyStorePassword");
    if (section.has("certificate") && section.has("keyStore")) {
      section.problem("keyStore", "must not be given beside 'certificate': one of them is enough");
    }
    if (chain.isPresent() && key.isPresent()) {
      Identity identity = new Identity(key.get(), chain.get());
      if (!CertificateFiles.fits(identity)) {
        section.problem("key", "must be the key of the first certificate in 'certificate', is not");
      }
      return identity;
    }
    return password
        .flatMap(
            secret ->
                section.parsed(
                    "keyStore",
                    store,
                    text -> CertificateFiles.identity(openToUs("keyStore", text), secret.reveal())))
        .orElse(null);
  }

  private void together(String one, String other) {
    if (section.has(one) != section.has(other)) {
      section.problem(
          section.has(one) ? other : one,
          "is required beside '%s'".formatted(section.has(one) ? one : other));
    }
  }

  private Path openToUs(String key, String text) {
    Path path = path(text);
    if (References.isReadableByAll(path)) {
      section
          .reading()
          .problems()
          .warn(section.at(key), "is a key that every user can read; 'chmod o-r' it");
    }
    return path;
  }

  private Path path(String text) {
    try {
      return file.toAbsolutePath().resolveSibling(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be the path of a file, is none", e);
    }
  }
}
