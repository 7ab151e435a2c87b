package io.deploycast.cli.training;

import io.deploycast.schema.topic.TopicNames;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/**
 * Answers one producer as a broker with one topic of one partition would, and keeps nothing. Knows
 * Kafka's wire protocol only as far as {@code publish} uses it.
 */
final class TrainingBroker implements AutoCloseable {
  private static final Uuid TOPIC_ID = new Uuid(1, 1);

  /** Those a producer with idempotence needs. */
  private static final List<ApiKeys> SPOKEN =
      List.of(ApiKeys.API_VERSIONS, ApiKeys.METADATA, ApiKeys.INIT_PRODUCER_ID, ApiKeys.PRODUCE);

  private final ServerSocket server;

  private TrainingBroker(ServerSocket server) {
    this.server = server;
  }

  static TrainingBroker start() throws IOException {
    TrainingBroker broker =
        new TrainingBroker(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    Thread acceptor = new Thread(broker::accept, "training-broker");
    acceptor.setDaemon(true);
    acceptor.start();
    return broker;
  }

  /** By name, as looking one up is part of a start. */
  String bootstrapServers() {
    return InetAddress.getLoopbackAddress().getHostName() + ":" + server.getLocalPort();
  }

  private void accept() {
    while (true) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException closed) {
        return;
      }
      Thread connection = new Thread(() -> serve(socket), "training-connection");
      connection.setDaemon(true);
      connection.start();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] request = in.readNBytes(in.readInt());
        RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(request));
        ByteBuffer answer =
            RequestUtils.serialize(
                header.toResponseHeader().data(),
                header.toResponseHeader().headerVersion(),
                answerTo(header.apiKey()),
                header.apiVersion());
        out.writeInt(answer.remaining());
        out.write(answer.array(), answer.arrayOffset() + answer.position(), answer.remaining());
        out.flush();
      }
    } catch (IOException closed) {
      // The producer is done.
    }
  }

  private ApiMessage answerTo(ApiKeys request) {
    return switch (request) {
      case API_VERSIONS -> versions();
      case METADATA -> metadata();
      case INIT_PRODUCER_ID ->
          new InitProducerIdResponseData().setProducerId(1).setProducerEpoch((short) 0);
      case PRODUCE -> acknowledgement();
      default -> throw new IllegalArgumentException("not spoken: " + request);
    };
  }

  private static ApiVersionsResponseData versions() {
    ApiVersionsResponseData data = new ApiVersionsResponseData();
    for (ApiKeys key : SPOKEN) {
      data.apiKeys()
          .add(
              new ApiVersionsResponseData.ApiVersion()
                  .setApiKey(key.id)
                  .setMinVersion(key.oldestVersion())
                  .setMaxVersion(key.latestVersion()));
    }
    // Any; brokers have some, and a client reads them.
    data.supportedFeatures()
        .add(
            new ApiVersionsResponseData.SupportedFeatureKey()
                .setName("metadata.version")
                .setMinVersion((short) 1)
                .setMaxVersion((short) 1));
    return data;
  }

  private MetadataResponseData metadata() {
    MetadataResponseData data =
        new MetadataResponseData().setClusterId("training").setControllerId(1);
    data.brokers()
        .add(
            new MetadataResponseData.MetadataResponseBroker()
                .setNodeId(1)
                .setHost(server.getInetAddress().getHostAddress())
                .setPort(server.getLocalPort()));
    MetadataResponseData.MetadataResponseTopic topic =
        new MetadataResponseData.MetadataResponseTopic()
            .setName(TopicNames.DEFAULT)
            .setTopicId(TOPIC_ID);
    topic
        .partitions()
        .add(
            new MetadataResponseData.MetadataResponsePartition()
                .setLeaderId(1)
                .setLeaderEpoch(1)
                .setReplicaNodes(List.of(1))
                .setIsrNodes(List.of(1)));
    data.topics().add(topic);
    return data;
  }

  private static ProduceResponseData acknowledgement() {
    ProduceResponseData.TopicProduceResponse topic =
        new ProduceResponseData.TopicProduceResponse()
            .setName(TopicNames.DEFAULT)
            .setTopicId(TOPIC_ID);
    topic.partitionResponses().add(new ProduceResponseData.PartitionProduceResponse());
    ProduceResponseData data = new ProduceResponseData();
    data.responses().add(topic);
    return data;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
