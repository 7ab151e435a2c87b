package io.deploycast.app.http;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.TlsSpec;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** What connections have in common, however they are made. */
final class Pools {
  /** For one address; a target on any continent answers a SYN in a fraction of it. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Connections idle for longer are not used again: common servers close them after a minute. */
  static final Timeout MAX_IDLE = Timeout.ofSeconds(30);

  /** After so much idleness it is worth looking whether the server has closed meanwhile. */
  private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(500);

  /** How exactly connect time-outs are kept; each look costs an idle wake-up. */
  private static final TimeValue SELECT_INTERVAL = TimeValue.ofMilliseconds(200);

  /** Who has so many calls at a time wants speed, and a second thread gets a fifth more done. */
  private static final int CALLS_PER_THREAD = 128;

  private static final int MOST_THREADS = 2;

  /** With the next one: the head of an answer stays below 512 KiB, whatever is sent. */
  private static final int MAX_HEADERS = 64;

  private static final int MAX_LINE = 8 * 1024;

  /** One for the calls of other addresses, such as that of a token, beside those of the target. */
  private static final int ROOM_FOR_TOKENS = 1;

  static final Http1Config HTTP1 =
      Http1Config.custom().setMaxHeaderCount(MAX_HEADERS).setMaxLineLength(MAX_LINE).build();

  /** A server may not push, nor send a head larger than those of HTTP/1.1 may be. */
  static final H2Config HTTP2 =
      H2Config.custom().setPushEnabled(false).setMaxHeaderListSize(MAX_HEADERS * MAX_LINE).build();

  private Pools() {}

  /**
   * How a client's threads work.
   *
   * @param most calls at a time
   */
  static IOReactorConfig reactor(int most) {
    int threads = Math.min(most / CALLS_PER_THREAD, Runtime.getRuntime().availableProcessors());
    return IOReactorConfig.custom()
        .setIoThreadCount(Math.max(1, Math.min(MOST_THREADS, threads)))
        .setTcpNoDelay(true)
        .setSelectInterval(SELECT_INTERVAL)
        .build();
  }

  static PoolingAsyncClientConnectionManager pool(
      ConnectionSpec spec, NameLookUp names, HttpVersionPolicy versions) {
    return PoolingAsyncClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setMaxConnTotal(spec.most() + ROOM_FOR_TOKENS)
        .setMaxConnPerRoute(spec.most())
        .setTlsStrategy(tls(spec.tls()).buildAsync())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                .setIdleTimeout(MAX_IDLE)
                .setValidateAfterInactivity(VALIDATE_AFTER)
                .build())
        .setDefaultTlsConfig(
            TlsConfig.custom()
                .setVersionPolicy(versions)
                .setSupportedProtocols(TLS.V_1_3, TLS.V_1_2)
                .build())
        .build();
  }

  private static ClientTlsStrategyBuilder tls(TlsSpec spec) {
    // The verifier has to be named: without one the runtime is left to compare names, and
    // httpclient5 5.6.3 tells it so only after the engine has copied its parameters.
    return ClientTlsStrategyBuilder.create()
        .setSslContext(spec.context())
        .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
        .setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
        .setHostnameVerifier(
            spec.verify()
                ? HttpsSupport.getDefaultHostnameVerifier()
                : NoopHostnameVerifier.INSTANCE);
  }
}
