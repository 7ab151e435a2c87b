package io.deploycast.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a target is reached, as the file says it. */
final class ConnectionConfigTest {
  private static final String[] CERTIFICATES = {
    "authority.pem", "stranger.pem", "client.pem", "client.key", "client.p12"
  };

  @TempDir private Path directory;
  private ConfigFile file;

  @BeforeEach
  void create() {
    file = new ConfigFile(directory);
    file.withCertificates(CERTIFICATES);
  }

  private static String with(String... keys) {
    return withDefaults("", keys);
  }

  private static String withDefaults(String defaults, String... keys) {
    return """
    kafka: { bootstrap.servers: "localhost:9092" }
    defaults: { %s }
    targets:
      - name: audit
        type: webhook
        url: "https://audit.example.com/hooks"
        %s
    """
        .formatted(defaults, String.join("\n    ", keys));
  }

  private ConnectionConfig connection(String yaml) {
    AppConfig config = file.loaded(yaml);
    assertThat(config.toString()).doesNotContain("CANARY");
    return config.targets().get(0).connection();
  }

  private String problem(String... keys) {
    List<String> problems = file.problems(with(keys));
    assertThat(problems).hasSize(1);
    return problems.get(0).replaceFirst("^deploycast.yaml:\\d+: targets\\[0]\\.", "");
  }

  @Test
  void isReachedStraightAndAsNobodyUnlessSaidOtherwise() {
    assertThat(connection(with())).isEqualTo(ConnectionConfig.DEFAULT);
  }

  @Test
  void readsTheProxyOfATargetBeforeThatOfTheDefaults() {
    String defaults =
        "proxy: 'http://one:1', proxyUser: us, proxyPassword: '${env:PROXY_PASSWORD}'";
    ConnectionConfig.Proxy shared =
        new ConnectionConfig.Proxy("one", 1, "us", new Secret("CANARY-proxy"));

    assertThat(connection(withDefaults(defaults)).proxy()).isEqualTo(shared);
    assertThat(connection(withDefaults(defaults, "proxy: 'http://two:2/'")).proxy())
        .isEqualTo(new ConnectionConfig.Proxy("two", 2, null, null));
    assertThat(connection(withDefaults(defaults, "proxy: none")).proxy()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy: 'https://p:1'                | proxy must be http://host:port or none; what goes to https targets is encrypted all the same
          proxy: 'http://p'                   | proxy must be http://host:port or none; what goes to https targets is encrypted all the same
          proxy: 'http://p:1/path'            | proxy must be http://host:port or none; what goes to https targets is encrypted all the same
          proxy: 'p:1'                        | proxy must begin with http:// or https://, began with 'p:'
          protocol: h3                        | protocol must be auto, http1 or h2c, was 'h3'
          tls: { ca: nowhere.pem }            | tls.ca must name a file that exists, does not
          tls: { ca: client.key }             | tls.ca must be a file of certificates in PEM form, which begin with '-----BEGIN CERTIFICATE-----', is not
          tls: { certificate: client.pem }    | tls.key is required beside 'certificate'
          tls: { verify: no }                 | tls.verify must be true or false, was 'no'
          tls: { certificate: client.pem, key: client.pem } | tls.key must be a key in PEM form that begins with '-----BEGIN PRIVATE KEY-----', is not; 'openssl pkcs8 -topk8 -nocrypt -in FILE' makes one of other forms
          tls: { certificate: stranger.pem, key: client.key } | tls.key must be the key of the first certificate in 'certificate', is not
          tls: { keyStore: client.p12, keyStorePassword: wrong } | tls.keyStore must be opened by 'keyStorePassword', is not
          tls: { keyStore: client.pem, keyStorePassword: any } | tls.keyStore must be a PKCS12 file, is not
          auth: { token: abc }                | auth.type is required, such as bearer
          auth: { type: magic }               | auth.type must be one of bearer, basic, api-key, oauth2, was 'magic'
          auth: { type: bearer }              | auth.token is required, such as ${env:NAME}
          auth: { type: bearer, tokn: abc, token: d } | auth.tokn is not a known key; did you mean 'token'?
          auth: { type: bearer, token: "a\\nb" } | auth.token must be printable ASCII, as a header can hold it
          auth: { type: basic, user: 'a:b', password: c } | auth.user must not contain ':', which ends the user name
          auth: { type: api-key, header: 'a b', key: c } | auth.header must be the name of a header
          auth: { type: api-key, header: Host, key: c } | type cannot be called: 'auth' must not set 'host', which this software sets
          auth: { type: api-key, header: webhook-id, key: c } | type cannot be called: 'auth' must not set 'webhook-id', which this software sets
          auth: { type: api-key, header: Content-Type, key: c } | type cannot be called: 'auth' must not set 'content-type', which the target's parameters set already
          auth: { type: oauth2, tokenUrl: 'ftp://a', clientId: b, clientSecret: c } | auth.tokenUrl must begin with http:// or https://, began with 'ftp:'
          """)
  void saysWhatIsWrong(String key, String problem) {
    assertThat(problem(key)).isEqualTo(problem);
  }

  @Test
  void refusesASecondAuthorizationBesideThatOfTheType() {
    assertThat(problem("token: one", "auth: { type: bearer, token: two }"))
        .isEqualTo(
            "type cannot be called: 'auth' must not set 'authorization', which the target's"
                + " parameters set already");
  }

  @Test
  void wantsCredentialsOfAProxyAsAPairAndBesideIt() {
    assertThat(problem("proxy: 'http://p:1'", "proxyUser: us"))
        .isEqualTo("proxyPassword is required: user and password of a proxy are given together");
    assertThat(problem("proxyUser: us", "proxyPassword: '${env:PROXY_PASSWORD}'"))
        .isEqualTo("proxyUser must not be given without a proxy");
    assertThat(problem("proxy: 'http://p:1'", "protocol: h2c"))
        .isEqualTo("protocol must not be h2c behind a proxy; add 'proxy: none'");
  }

  @Test
  void readsCertificatesFromFilesBesideTheConfiguration() {
    ConnectionConfig.Tls pem =
        connection(with("tls: { ca: authority.pem, certificate: client.pem, key: client.key }"))
            .tls();
    ConnectionConfig.Tls store =
        connection(with("tls: { keyStore: client.p12, keyStorePassword: changeit }")).tls();

    assertThat(pem.authorities()).hasSize(1);
    assertThat(pem.identity()).isNotNull().isEqualTo(store.identity());
    assertThat(pem.identity().toString()).isEqualTo("Identity[CN=client]");
  }

  @Test
  void warnsLoudlyOfATargetThatIsNotVerified() {
    AppConfig config = file.loaded(with("tls: { verify: false }"));

    assertThat(config.targets().get(0).connection().tls().verify()).isFalse();
    assertThat(config.warnings())
        .anyMatch(
            warning -> warning.contains("targets[0].tls.verify is off: whoever sits between"));
    assertThat(problem("tls: { verify: false, ca: authority.pem }"))
        .isEqualTo("tls.ca must not be given when 'verify' is false, which trusts everybody");
  }

  @Test
  void readsEachKindOfCredentials() {
    assertThat(connection(with("auth: { type: bearer, token: '${env:API_KEY}' }")).auth())
        .isEqualTo(new AuthConfig.Bearer(new Secret("CANARY-key")));
    assertThat(
            connection(with("auth: { type: basic, user: us, password: '${env:API_KEY}' }")).auth())
        .isEqualTo(new AuthConfig.Basic("us", new Secret("CANARY-key")));
    assertThat(
            connection(with("auth: { type: api-key, header: X-Key, key: '${env:API_KEY}' }"))
                .auth())
        .isEqualTo(new AuthConfig.ApiKey("x-key", new Secret("CANARY-key")));
    String oauth =
        "auth: { type: oauth2, tokenUrl: 'https://login/t', clientId: us,"
            + " clientSecret: '${env:CLIENT_SECRET}', scope: a b }";
    assertThat(connection(with(oauth)).auth())
        .isEqualTo(
            new AuthConfig.OAuth2(
                URI.create("https://login/t"), "us", new Secret("CANARY-client"), "a b", null));
  }
}
