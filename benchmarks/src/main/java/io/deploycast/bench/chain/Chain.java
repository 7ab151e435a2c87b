package io.deploycast.bench.chain;

import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.IOReactorConfig;

/** A client of httpclient5, by what stands between a request and its connection. */
enum Chain {
  /** As it comes: redirects, retries, cookies, authentication, decompression. */
  USUAL("complete client as it comes") {
    @Override
    CloseableHttpAsyncClient client(AsyncClientConnectionManager pool) {
      return builder(pool).build();
    }
  },

  /** The same with everything turned off that a target does not need. */
  BARE("complete client, everything turned off") {
    @Override
    CloseableHttpAsyncClient client(AsyncClientConnectionManager pool) {
      return builder(pool)
          .disableAuthCaching()
          .disableAutomaticRetries()
          .disableConnectionState()
          .disableContentCompression()
          .disableCookieManagement()
          .disableRedirectHandling()
          .build();
    }
  },

  /** A pool of connections and no chain. */
  MINIMAL("minimal client") {
    @Override
    CloseableHttpAsyncClient client(AsyncClientConnectionManager pool) {
      return HttpAsyncClients.createMinimal(H2Config.DEFAULT, Http1Config.DEFAULT, REACTOR, pool);
    }
  };

  /** As the service has it. */
  private static final IOReactorConfig REACTOR =
      IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build();

  final String words;

  Chain(String words) {
    this.words = words;
  }

  abstract CloseableHttpAsyncClient client(AsyncClientConnectionManager pool);

  private static HttpAsyncClientBuilder builder(AsyncClientConnectionManager pool) {
    return HttpAsyncClientBuilder.create().setConnectionManager(pool).setIOReactorConfig(REACTOR);
  }
}
