package io.deploycast.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deploycast.cli.ExitCode;
import io.deploycast.cli.FailedException;
import io.deploycast.cli.kafka.KafkaFailures;
import io.deploycast.cli.kafka.ReceiptWatch;
import io.deploycast.schema.DeploymentEvent;
import io.deploycast.schema.Receipt;
import io.deploycast.schema.Receipt.Outcome;
import io.deploycast.schema.topic.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the targets of one event have it. Opened before the event is published; what keeps it
 * from looking is told afterwards, since publishing comes first.
 */
final class DeliveryWait implements AutoCloseable {
  private final Set<String> targets;
  private final Duration limit;
  private final @Nullable ReceiptWatch watch;
  private final @Nullable FailedException blind;
  private Map<String, Receipt> receipts = new LinkedHashMap<>();

  private DeliveryWait(
      Set<String> targets,
      Duration limit,
      @Nullable ReceiptWatch watch,
      @Nullable FailedException blind) {
    this.targets = targets;
    this.limit = limit;
    this.watch = watch;
    this.blind = blind;
  }

  /**
   * Begins to look.
   *
   * @param within how long the brokers may take to answer
   */
  static DeliveryWait begin(
      WaitOptions options,
      Map<String, Object> client,
      String receipts,
      DeploymentEvent event,
      Duration within) {
    Set<String> targets = options.targets();
    if (targets.isEmpty()) {
      return new DeliveryWait(targets, options.limit(), null, null);
    }
    try {
      ReceiptWatch watch = ReceiptWatch.open(client, receipts, event.id(), within);
      return new DeliveryWait(targets, options.limit(), watch, null);
    } catch (FailedException e) {
      return new DeliveryWait(targets, options.limit(), null, e);
    } catch (KafkaException e) {
      return new DeliveryWait(targets, options.limit(), null, KafkaFailures.failureOf(e));
    }
  }

  boolean isWanted() {
    return !targets.isEmpty();
  }

  /** Returns when every target has ended the event's delivery, or the time is over. */
  void await() {
    if (watch != null) {
      receipts = watch.await(targets, System.nanoTime() + limit.toNanos());
    }
  }

  /** What each target did, a line each. */
  String text() {
    return targets.stream()
        .map(target -> target + ": " + words(receipts.get(target)))
        .collect(Collectors.joining("\n"));
  }

  /** The same as {@code "targets":[{"target":"grafana","outcome":"delivered",…}]}. */
  void addTo(ObjectNode json) {
    ArrayNode all = json.putArray("targets");
    for (String target : targets) {
      Receipt receipt = receipts.get(target);
      if (receipt == null) {
        all.addObject().put("target", target).put("outcome", "none");
      } else {
        ObjectNode shown = receipt.toJson();
        shown.remove("eventId");
        shown.remove("origin");
        all.add(shown);
      }
    }
  }

  /**
   * Nothing, when every target has the event.
   *
   * @throws FailedException when one has not
   */
  void requireDelivered() {
    if (blind != null) {
      throw new FailedException(
          ExitCode.NOT_DELIVERED, "published, but receipts cannot be read: " + blind.getMessage());
    }
    String missing =
        targets.stream().filter(target -> !isDelivered(target)).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new FailedException(
          ExitCode.NOT_DELIVERED,
          "published, but not delivered within %s to %s"
              .formatted(DurationText.format(limit), missing));
    }
  }

  private boolean isDelivered(String target) {
    Receipt receipt = receipts.get(target);
    return receipt != null && receipt.outcome() == Outcome.DELIVERED;
  }

  private static String words(@Nullable Receipt receipt) {
    if (receipt == null) {
      return "no receipt yet; is the target's name right, the service running, and 'receipts' not"
          + " switched off?";
    }
    StringBuilder words = new StringBuilder(receipt.outcome().text().replace('-', ' '));
    words.append(" after ").append(receipt.latencyMillis()).append(" ms, ");
    words.append(receipt.attempts()).append(receipt.attempts() == 1 ? " attempt" : " attempts");
    if (receipt.status() != null) {
      words.append(", HTTP ").append(receipt.status());
    }
    if (receipt.reason() != null) {
      words.append(": ").append(receipt.reason());
    }
    return words.toString();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
