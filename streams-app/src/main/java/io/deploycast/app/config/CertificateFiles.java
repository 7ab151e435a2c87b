package io.deploycast.app.config;

import io.deploycast.app.config.ConnectionConfig.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys. What is wrong with a file is thrown as {@link
 * IllegalArgumentException}, its message to be read after a key path.
 */
final class CertificateFiles {
  /** A hundred times the largest chain there is. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Kinds of keys that TLS uses, and a signature that shows whether key and certificate fit. */
  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

  private CertificateFiles() {}

  /** All certificates of a PEM file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file) {
    byte[] bytes = bytes(file);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "must be a file of certificates in PEM form, which begin with"
            + " '-----BEGIN CERTIFICATE-----', is not");
  }

  /** The key of a PEM file. */
  static PrivateKey key(Path file) {
    Matcher pem = PKCS8.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
    if (pem.find()) {
      PKCS8EncodedKeySpec spec =
          new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
      for (String kind : SIGNATURES.keySet()) {
        try {
          return KeyFactory.getInstance(kind).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
          // It may be of another kind.
        }
      }
    }
    throw new IllegalArgumentException(
        "must be a key in PEM form that begins with '-----BEGIN PRIVATE KEY-----', is not;"
            + " 'openssl pkcs8 -topk8 -nocrypt -in FILE' makes one of other forms");
  }

  /** The only key of a PKCS12 file, and its certificates. */
  static Identity identity(Path file, String password) {
    byte[] bytes = bytes(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, password.toCharArray());
        if (key instanceof PrivateKey owned) {
          return new Identity(
              owned,
              Arrays.stream(store.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toList());
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "must be opened by 'keyStorePassword', is not"
              : "must be a PKCS12 file, is not",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("must hold a key that can be used, does not", e);
    }
    throw new IllegalArgumentException("must hold a key and its certificate, holds none");
  }

  /** Whether the key is that of the first certificate. */
  static boolean fits(Identity identity) {
    byte[] any = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(identity.key().getAlgorithm()));
      signature.initSign(identity.key());
      signature.update(any);
      byte[] signed = signature.sign();
      signature.initVerify(identity.chain().get(0).getPublicKey());
      signature.update(any);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("must be a file of at most 1 MiB, is larger");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("must name a file that exists, does not", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("must name a file that this user can read", e);
    }
  }
}
