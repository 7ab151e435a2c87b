package io.deploycast.bench.throughput;

import io.deploycast.app.http.AddressRules;
import io.deploycast.app.http.Deadlines;
import io.deploycast.app.http.HttpCall;
import io.deploycast.app.http.SecretMask;
import io.deploycast.app.http.TargetHttpClient;
import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.TlsSpec;
import io.deploycast.bench.stage.Publisher;
import io.deploycast.sandbox.net.ParentProcess;
import io.deploycast.schema.EventJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The physical limit: the service's HTTP client with the same bound, sending one event again and
 * again. No Kafka, nothing rendered; an answer starts the next call.
 */
public final class ClientLoop {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final TargetHttpClient client;
  private final HttpCall call;

  private ClientLoop(TargetHttpClient client, HttpCall call) {
    this.client = client;
    this.call = call;
  }

  /** Arguments: address, calls in flight, protocol. Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    int inFlight = Integer.parseInt(arguments[1]);
    ConnectionSpec connections =
        new ConnectionSpec(inFlight, ProtocolChoice.valueOf(arguments[2]), null, TlsSpec.USUAL);
    TargetHttpClient client =
        new TargetHttpClient(
            "loop",
            connections,
            "deploycast-bench",
            new Deadlines(),
            new SecretMask(List.of()),
            new AddressRules(true),
            InstantSource.system());
    ClientLoop loop = new ClientLoop(client, call(URI.create(arguments[0])));
    for (int i = 0; i < inFlight; i++) {
      loop.next();
    }
    new CountDownLatch(1).await();
  }

  private void next() {
    client.send(call, TIMEOUT, answer -> next());
  }

  /** What a target of type webhook is sent. */
  private static HttpCall call(URI address) {
    String event = new String(EventJson.toBytes(Publisher.event(1)), StandardCharsets.UTF_8);
    return new HttpCall(
        "POST",
        address,
        Map.of(
            "content-type", "application/json",
            "deploycast-attempt", "1",
            "webhook-id", "bench-000000000001",
            "webhook-timestamp", "1767323045",
            "idempotency-key", "\"bench-000000000001\""),
        event);
  }
}
