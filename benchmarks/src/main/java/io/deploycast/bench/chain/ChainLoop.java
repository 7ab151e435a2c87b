package io.deploycast.bench.chain;

import io.deploycast.bench.stage.Publisher;
import io.deploycast.sandbox.net.ParentProcess;
import io.deploycast.schema.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;

/** Sends one event again and again with one of the clients; an answer starts the next call. */
public final class ChainLoop implements FutureCallback<SimpleHttpResponse> {
  private final CloseableHttpAsyncClient client;
  private final String address;
  private final String event;

  private ChainLoop(CloseableHttpAsyncClient client, String address, String event) {
    this.client = client;
    this.address = address;
    this.event = event;
  }

  /** Arguments: address, calls in flight, client. Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    int inFlight = Integer.parseInt(arguments[1]);
    CloseableHttpAsyncClient client =
        Chain.valueOf(arguments[2])
            .client(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(inFlight)
                    .setMaxConnPerRoute(inFlight)
                    .build());
    client.start();
    String event = new String(EventJson.toBytes(Publisher.event(1)), StandardCharsets.UTF_8);
    ChainLoop loop = new ChainLoop(client, arguments[0], event);
    for (int i = 0; i < inFlight; i++) {
      loop.next();
    }
    new CountDownLatch(1).await();
  }

  private void next() {
    // Clients add headers to a request, so each call has its own.
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(address).setBody(event, ContentType.APPLICATION_JSON).build();
    var unused = client.execute(request, this);
  }

  @Override
  public void completed(SimpleHttpResponse response) {
    next();
  }

  @Override
  public void failed(Exception cause) {
    // A benchmark with failures in it says nothing.
    System.err.println("a call failed: " + cause);
    Runtime.getRuntime().halt(1);
  }

  @Override
  public void cancelled() {
    Runtime.getRuntime().halt(1);
  }
}
