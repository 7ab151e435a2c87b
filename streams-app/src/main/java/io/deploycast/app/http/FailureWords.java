package io.deploycast.app.http;

import io.deploycast.app.http.connection.ProxySpec;
import io.deploycast.schema.Excerpt;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/** Exact words for a missing answer, chosen by the type of what happened, never by its message. */
final class FailureWords {
  private final String place;

  /** Whose answer is missing, said only where it is not the target's. */
  private final String owner;

  private final Duration connectTimeout;

  /** Words about calls to that address, of which only host and port are shown. */
  FailureWords(URI uri, Duration connectTimeout) {
    this(placeOf(uri), "", connectTimeout);
  }

  private static String placeOf(URI uri) {
    int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    return uri.getHost() + ":" + (uri.getPort() == -1 ? standard : uri.getPort());
  }

  private FailureWords(String place, String owner, Duration connectTimeout) {
    this.place = place;
    this.owner = owner;
    this.connectTimeout = connectTimeout;
  }

  /** Words about the proxy on the way. */
  static FailureWords ofProxy(ProxySpec proxy, Duration connectTimeout) {
    String place = "the proxy %s:%d".formatted(proxy.host(), proxy.port());
    return new FailureWords(place, " of " + place, connectTimeout);
  }

  String deadline(Duration timeout) {
    return "no complete answer%s within %s".formatted(owner, inWords(timeout));
  }

  /** Of a proxy that answers itself. */
  String refusedWith(int status) {
    String reason = status == 407 ? ", it wants other credentials" : "";
    return "%s does not let us through: it answered %d%s".formatted(place, status, reason);
  }

  String closing() {
    return "the attempt was cut off: the target is being closed";
  }

  /** Whether no other event would fare better: an address or a certificate stands in the way. */
  static boolean isHopeless(Throwable failure) {
    return failure instanceof AddressRules.RefusedException
        || failure instanceof SSLPeerUnverifiedException
        // Of a handshake: no version in common, our certificate is missing, theirs is not trusted.
        || failure instanceof SSLHandshakeException
        || (failure instanceof SSLException
            && causeOf(failure, CertificateException.class) != null);
  }

  String of(Throwable failure) {
    if (failure instanceof ConnectTimeoutException) {
      return "no connection within %s to %s".formatted(inWords(connectTimeout), place);
    }
    if (failure instanceof AddressRules.RefusedException) {
      return "%s %s".formatted(place, failure.getMessage());
    }
    if (failure instanceof UnknownHostException) {
      return "the host name of %s is unknown".formatted(place);
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to " + place;
    }
    if (failure instanceof ConnectException) {
      return "connection refused by " + place;
    }
    if (failure instanceof BindException) {
      return "no local port free to call " + place;
    }
    if (failure instanceof SSLException) {
      return tls(failure);
    }
    return protocol(failure);
  }

  private String protocol(Throwable failure) {
    if (failure instanceof MessageConstraintException) {
      return "the head of the answer of %s is too large".formatted(place);
    }
    if (failure instanceof ConnectionClosedException) {
      return "connection closed by %s before the answer was complete".formatted(place);
    }
    if (failure instanceof HttpException) {
      return "no HTTP answer from %s: what came is not HTTP/1.1".formatted(place);
    }
    if (failure instanceof SocketException) {
      return "connection reset by %s before the answer was complete".formatted(place);
    }
    return "no complete answer from %s (%s)".formatted(place, failure.getClass().getSimpleName());
  }

  private String tls(Throwable failure) {
    CertificateException certificate = causeOf(failure, CertificateException.class);
    if (certificate != null || failure instanceof SSLPeerUnverifiedException) {
      if (causeOf(failure, CertificateExpiredException.class) != null) {
        return "the certificate of %s is not trusted: it has expired".formatted(place);
      }
      Throwable reason = certificate == null ? failure : certificate;
      return "the certificate of %s is not trusted: %s".formatted(place, detail(reason));
    }
    return "no TLS connection to %s: %s".formatted(place, detail(failure));
  }

  private static String detail(Throwable failure) {
    return Excerpt.of(String.valueOf(failure.getMessage()), 200);
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static String inWords(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
