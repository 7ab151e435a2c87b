package io.deploycast.app.http;

import io.deploycast.app.http.connection.TlsSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;

/** The certificates of {@code src/test/resources/certificates}, which {@code make.sh} made. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  static Path file(String name) {
    return Path.of("src/test/resources/certificates", name);
  }

  /** A server's, trusting clients that the authority vouches for. */
  static SSLContext server(String name) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", certificate("authority.pem"));
    return SSLContexts.custom()
        .loadKeyMaterial(keys(name), PASSWORD)
        .loadTrustMaterial(trusted, null)
        .build();
  }

  /** A client that trusts whom that authority vouches for. */
  static TlsSpec trusting(String authority) throws GeneralSecurityException, IOException {
    return new TlsSpec(true, List.of(certificate(authority)), null);
  }

  /** A client that shows a certificate. */
  static TlsSpec known() throws GeneralSecurityException, IOException {
    KeyStore keys = keys("client");
    PrivateKey key = (PrivateKey) keys.getKey("client", PASSWORD);
    TlsSpec.Identity identity =
        new TlsSpec.Identity(key, List.of((X509Certificate) keys.getCertificate("client")));
    return new TlsSpec(true, List.of(certificate("authority.pem")), identity);
  }

  private static X509Certificate certificate(String name)
      throws GeneralSecurityException, IOException {
    try (InputStream in = open(name)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static KeyStore keys(String name) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = open(name + ".p12")) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Certificates.class.getResourceAsStream("/certificates/" + name));
  }
}
