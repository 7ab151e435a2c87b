package io.deploycast.app.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Where calls go, and what every request there has, made once: most calls of a target go to the
 * same address. Immutable.
 */
final class Address {
  private final URI uri;
  private final HttpHost host;
  private final FailureWords words;
  private final BasicHttpRequest form;
  private final Header hostHeader;
  private final List<Header> ours;

  /**
   * @param ours headers of every request, by lower-case name; those of a call stand above them
   */
  Address(URI uri, Map<String, String> ours) {
    this.uri = uri;
    this.host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    this.words = new FailureWords(uri, Pools.CONNECT_TIMEOUT);
    this.form = new BasicHttpRequest("GET", uri);
    this.hostHeader = new BasicHeader(HttpHeaders.HOST, form.getAuthority());
    this.ours =
        ours.entrySet().stream()
            .map(header -> (Header) new BasicHeader(header.getKey(), header.getValue()))
            .toList();
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

  /** The request of a call to it, without its body. */
  BasicHttpRequest request(HttpCall call) {
    BasicHttpRequest request = new Request(call.method());
    Map<String, String> headers = call.headers();
    for (Header header : ours) {
      if (!headers.containsKey(header.getName())) {
        request.addHeader(header);
      }
    }
    headers.forEach(request::addHeader);
    return request;
  }

  /**
   * The client adds the host, over HTTP/1.1 only, and would look each time whether its name is an
   * IPv6 address: that takes longer than all else that it does to a request.
   */
  private final class Request extends BasicHttpRequest {
    private static final long serialVersionUID = 1;

    Request(String method) {
      super(method, form.getScheme(), form.getAuthority(), form.getPath());
    }

    @Override
    public void addHeader(String name, Object value) {
      if (value instanceof URIAuthority authority && authority.equals(getAuthority())) {
        addHeader(hostHeader);
      } else {
        super.addHeader(name, value);
      }
    }
  }
}
