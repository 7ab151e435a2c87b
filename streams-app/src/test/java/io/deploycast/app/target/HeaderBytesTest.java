package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.app.config.ParameterValue;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.http.ScriptedSocket;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a receiver reads, byte for byte, of events whose texts are made to be more than a value. */
final class HeaderBytesTest {
  private static final int PAYLOADS = 200;

  private static final Progress PROGRESS =
      Progress.start(new Origin("deployments", 0, 0, Instant.EPOCH));

  private static final List<String> PARTS =
      List.of(
          "\r\nx-injected: 1",
          "\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n",
          "\n",
          "\r",
          "%0d%0a",
          "%",
          "\"",
          "č\u010a",
          "\u010d\u010a",
          "\u0085",
          "\u2028",
          "\u0000",
          "\u001b[2J",
          "日本語",
          "🚀",
          "a",
          " ",
          ": ");

  private final List<String> heads = new CopyOnWriteArrayList<>();

  @Test
  void neverBecomeALineOfTheirOwn() throws Exception {
    try (ScriptedSocket receiver = new ScriptedSocket(this::receive);
        TargetFactory factory =
            new TargetFactory(
                TargetTypes.shipped(), InstantSource.system(), new AddressRules(true), "test");
        Target target =
            factory.create(
                Configs.target(
                    "cloudevents",
                    Map.of(
                        "url", new ParameterValue.Text(receiver.uri("http").toString()),
                        "mode", new ParameterValue.Text("binary"))))) {
      assertThat(attempt(target, event("plain", "plain"))).isEqualTo(new Outcome.Delivered(200));
      Random random = new Random(1);
      for (int i = 0; i < PAYLOADS; i++) {
        ReceivedEvent event = event(payload(random), payload(random));
        assertThat(attempt(target, event)).isEqualTo(new Outcome.Delivered(200));
      }
      assertThat(receiver.connections()).as("no request upset the connection").isEqualTo(1);
    }
    assertThat(heads).hasSize(1 + PAYLOADS);
    List<String> expected = names(heads.get(0));
    assertThat(heads).allSatisfy(head -> assertThat(names(head)).isEqualTo(expected));
    assertThat(heads).allMatch(head -> head.matches("(?s)[\\x20-\\x7E\\r\\n]*"));
  }

  private static String payload(Random random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private static ReceivedEvent event(String release, String repository) {
    ObjectNode tree = (ObjectNode) Events.json("/targets/events/minimal.json");
    return Events.event(tree.put("release", release).put("repository", repository));
  }

  private static Outcome attempt(Target target, ReceivedEvent event) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    target.attempt(event, PROGRESS, outcome::complete);
    return outcome.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static List<String> names(String head) {
    List<String> names = new ArrayList<>();
    head.lines()
        .takeWhile(line -> !line.isEmpty())
        .forEach(line -> names.add(line.replaceFirst(":.*", "").toLowerCase(Locale.ROOT)));
    return names;
  }

  private void receive(Socket socket) throws IOException {
    for (String head = ScriptedSocket.head(socket);
        !head.isEmpty();
        head = ScriptedSocket.head(socket)) {
      heads.add(head);
      Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
      assertThat(length.find()).isTrue();
      socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
      ScriptedSocket.send(socket, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    }
  }
}
