package io.deploycast.bench.throughput;

import io.deploycast.sandbox.net.ParentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What one would write first: a Kafka Streams application that posts each event in {@code
 * process()} and waits for the answer. No retry, nothing recorded.
 */
public final class NaiveService {
  private NaiveService() {}

  /** Arguments: brokers, group, topic, address, threads. Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    int threads = Integer.parseInt(arguments[4]);
    CloseableHttpClient client = client(threads);
    StreamsBuilder graph = new StreamsBuilder();
    graph.stream(arguments[2], Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(() -> new Poster(client, arguments[3]));
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            arguments[0],
            StreamsConfig.APPLICATION_ID_CONFIG,
            arguments[1],
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            threads,
            "auto.offset.reset",
            "earliest"));
    new KafkaStreams(graph.build(), properties).start();
    new CountDownLatch(1).await();
  }

  private static CloseableHttpClient client(int connections) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections)
                .build())
        .build();
  }

  private static final class Poster extends ContextualProcessor<byte[], byte[], Void, Void> {
    private final CloseableHttpClient client;
    private final String address;

    Poster(CloseableHttpClient client, String address) {
      this.client = client;
      this.address = address;
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
      HttpPost post = new HttpPost(address);
      post.setEntity(new ByteArrayEntity(event.value(), ContentType.APPLICATION_JSON));
      try {
        int status =
            client.execute(
                post,
                response -> {
                  EntityUtils.consume(response.getEntity());
                  return response.getCode();
                });
        if (status != HttpStatus.SC_OK) {
          throw new IllegalStateException("the receiver must answer 200, answered " + status);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
