package io.deploycast.app.http;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/** Where calls go, taken apart once: most calls of a target go to the same address. Immutable. */
final class Address {
  private final URI uri;
  private final HttpHost host;
  private final FailureWords words;
  private final BasicHttpRequest form;

  Address(URI uri) {
    this.uri = uri;
    this.host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    this.words = new FailureWords(uri, Pools.CONNECT_TIMEOUT);
    this.form = new BasicHttpRequest("GET", uri);
  }

  boolean is(URI other) {
    return uri.equals(other);
  }

  HttpHost host() {
    return host;
  }

  /** For a missing answer of that address. */
  FailureWords words() {
    return words;
  }

  /** A request to it, without headers. */
  BasicHttpRequest request(String method) {
    return new BasicHttpRequest(method, form.getScheme(), form.getAuthority(), form.getPath());
  }
}
