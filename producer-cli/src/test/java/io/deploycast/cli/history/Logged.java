package io.deploycast.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Events as tests of reports and outputs read them. */
public final class Logged {
  private Logged() {}

  /** An event of these properties: name, text, name, text, …; null texts are left out. */
  public static LoggedEvent event(String... properties) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < properties.length; i += 2) {
      if (properties[i + 1] != null) {
        json.put(properties[i], properties[i + 1]);
      }
    }
    return decode(json.toString().getBytes(UTF_8), new ArrayList<>());
  }

  /** The event of that value, or null and a warning. */
  static LoggedEvent decode(byte[] value, List<String> warnings) {
    return new EventDecoder(warnings::add)
        .read(new ConsumerRecord<>("deployments", 3, 42, new byte[0], value));
  }
}
