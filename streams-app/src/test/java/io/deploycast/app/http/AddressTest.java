package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.protocol.H2RequestTargetHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  private static final Map<String, String> OURS = Map.of("user-agent", "deploycast/test");

  private static BasicHttpRequest request(String uri, Map<String, String> headers) {
    URI address = URI.create(uri);
    return new Address(address, OURS).request(new HttpCall("POST", address, headers, "{}"));
  }

  /** As the client does it before it sends a request. */
  private static BasicHttpRequest addressed(BasicHttpRequest request, ProtocolVersion version)
      throws Exception {
    HttpCoreContext context = HttpCoreContext.create();
    context.setProtocolVersion(version);
    new H2RequestTargetHost().process(request, null, context);
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "https://grafana.example.com/api, grafana.example.com",
    "https://grafana.example.com:8443/api, grafana.example.com:8443",
    "http://127.0.0.1:3000/, 127.0.0.1:3000",
    "'http://[::1]:3000/', '[::1]:3000'",
  })
  void namesTheHostOnceOverHttp1(String uri, String host) throws Exception {
    BasicHttpRequest request = addressed(request(uri, Map.of()), HttpVersion.HTTP_1_1);

    assertThat(Arrays.stream(request.getHeaders("host")).map(Header::getValue))
        .containsExactly(host);
  }

  @Test
  void makesTheHostOnceForAllRequests() throws Exception {
    URI uri = URI.create("https://grafana.example.com/api");
    Address address = new Address(uri, OURS);
    HttpCall call = new HttpCall("POST", uri, Map.of(), "{}");

    Header first = addressed(address.request(call), HttpVersion.HTTP_1_1).getHeader("host");
    Header second = addressed(address.request(call), HttpVersion.HTTP_1_1).getHeader("host");

    assertThat(second).isNotNull().isSameAs(first);
  }

  @Test
  void leavesTheHostToTheAuthorityOverHttp2() throws Exception {
    BasicHttpRequest request =
        addressed(request("https://grafana.example.com:8443/", Map.of()), HttpVersion.HTTP_2);

    assertThat(request.containsHeader("host")).isFalse();
    assertThat(request.getAuthority()).hasToString("grafana.example.com:8443");
  }

  @Test
  void sendsOurHeadersUnlessTheCallHasItsOwn() {
    assertThat(request("http://a/", Map.of("x-more", "1")).getHeaders())
        .extracting(Header::toString)
        .containsExactly("user-agent: deploycast/test", "x-more: 1");
    assertThat(request("http://a/", Map.of("user-agent", "other")).getHeaders())
        .extracting(Header::toString)
        .containsExactly("user-agent: other");
  }
}
