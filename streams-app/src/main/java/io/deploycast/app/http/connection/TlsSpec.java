package io.deploycast.app.http.connection;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust, and who we are.
 *
 * @param verify whether a server has to prove who it is; false only for those who said so
 * @param authorities who vouches for servers; empty for those that the Java runtime knows
 * @param identity shown to servers that ask for a certificate, or null
 */
public record TlsSpec(
    boolean verify, List<X509Certificate> authorities, @Nullable Identity identity) {
  /** The runtime's authorities, and no certificate of our own. */
  public static final TlsSpec USUAL = new TlsSpec(true, List.of(), null);

  /**
   * A certificate of our own.
   *
   * @param chain beginning with the certificate of the key
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
  }

  public TlsSpec {
    authorities = List.copyOf(authorities);
  }

  /**
   * The context that acts so.
   *
   * @throws IllegalArgumentException when the key does not fit, or is of a kind that the runtime
   *     cannot use
   */
  public SSLContext context() {
    try {
      SSLContextBuilder builder = SSLContexts.custom();
      if (!verify) {
        builder.loadTrustMaterial(null, (chain, kind) -> true);
      } else if (!authorities.isEmpty()) {
        builder.loadTrustMaterial(trusted(), null);
      }
      if (identity != null) {
        builder.loadKeyMaterial(shown(identity), new char[0]);
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyStore trusted() throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    return store;
  }

  private static KeyStore shown(Identity identity) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "identity", identity.key, new char[0], identity.chain.toArray(Certificate[]::new));
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
