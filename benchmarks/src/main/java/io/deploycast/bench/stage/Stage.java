package io.deploycast.bench.stage;

import static org.awaitility.Awaitility.await;

import io.deploycast.sandbox.LocalKafka;
import io.deploycast.sandbox.topic.WholeTopic;
import io.deploycast.schema.topic.ClusterTopics;
import io.deploycast.schema.topic.TopicNames;
import io.deploycast.schema.topic.TopicPlan;
import io.deploycast.schema.topic.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a receiver and whatever else a benchmark starts, each when it is first wanted, in a
 * folder that is removed in the end.
 */
public final class Stage implements AutoCloseable {
  /** For what is not measured itself. */
  private static final Duration ARRIVAL_LIMIT = Duration.ofMinutes(5);

  /** When nothing has come for so long, nothing will: longer than any session or retry here. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Path folder;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private @Nullable LocalKafka kafka;
  private @Nullable Receiver receiver;
  private int programs;

  private Stage(Path folder) {
    this.folder = folder;
  }

  public static Stage open() {
    try {
      return new Stage(Files.createTempDirectory("deploycast-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what is going on, on standard error. */
  public static void say(String format, Object... arguments) {
    System.err.printf(format + "%n", arguments);
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }

  /** A broker as a process with the topics that all targets share. */
  public LocalKafka kafka() {
    if (kafka == null) {
      LocalKafka broker = LocalKafka.asProcess(folder.resolve("kafka"));
      kafka = broker;
      started.push(broker);
      try (Admin admin = Admin.create(broker.adminProperties())) {
        new ClusterTopics(admin).create(new TopicPlan(names(), TopicSettings.DEFAULT).shared());
      }
    }
    return kafka;
  }

  public TopicNames names() {
    return new TopicNames(TopicNames.DEFAULT);
  }

  public Receiver receiver() {
    if (receiver == null) {
      receiver = Receiver.start(folder);
      started.push(receiver);
    }
    return receiver;
  }

  /** A publisher of events that are numbered from 0 on. */
  public Publisher publisher() {
    Publisher publisher =
        Publisher.prompt(Map.copyOf(kafka().adminProperties()), TopicNames.DEFAULT);
    started.push(publisher);
    return publisher;
  }

  /** Starts the service; does not wait. */
  public Service service(ServiceSettings settings) {
    Service service = Service.start(folder, kafka().bootstrapServers(), settings);
    started.push(service);
    return service;
  }

  /** Starts a main class of this program's class path. */
  public JavaProgram program(Class<?> main, String... arguments) {
    Path log = folder.resolve("%s-%d.log".formatted(main.getSimpleName(), programs++));
    JavaProgram program = JavaProgram.ofClass(log, main, arguments);
    started.push(program);
    return program;
  }

  /** Every record of a topic. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return WholeTopic.read(kafka().adminProperties(), topic);
  }

  /** Waits until so many different events have come to a path of the receiver. */
  public void awaitEvents(String path, int count) {
    awaitEvents(path, () -> count);
  }

  /** Waits until as many have come as there should be by then. */
  public void awaitEvents(String path, IntSupplier count) {
    await("events at " + path)
        .atMost(ARRIVAL_LIMIT)
        .until(() -> receiver().events(path) >= count.getAsInt());
  }

  /**
   * Waits until so many different events have come to a path of the receiver, or none comes any
   * more, so that what is missing can be counted.
   */
  public void awaitEnd(String path, int count) {
    long lastNanos = System.nanoTime();
    int before = -1;
    int seen = receiver().events(path);
    while (seen < count && System.nanoTime() - lastNanos < QUIET.toNanos()) {
      if (seen > before) {
        lastNanos = System.nanoTime();
        before = seen;
      }
      pause(LOOK);
      seen = receiver().events(path);
    }
  }

  /** Ends all, the last started first. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        say("not ended: %s", e);
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
    } catch (IOException e) {
      say("%s is left: %s", folder, e);
    }
  }
}
