package io.deploycast.app.metrics;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.flow.DeliveryEnd;
import io.deploycast.app.flow.DeliveryListener;
import java.time.Duration;
import java.util.List;

/** Passes on what it hears to several, in their order. As thread-safe as they are. */
public record Listeners(List<DeliveryListener> all) implements DeliveryListener {
  public Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void attempted(Outcome outcome, Duration took) {
    all.forEach(it -> it.attempted(outcome, took));
  }

  @Override
  public void retryStarted(Duration late) {
    all.forEach(it -> it.retryStarted(late));
  }

  @Override
  public void ended(DeliveryEnd end, boolean first) {
    all.forEach(it -> it.ended(end, first));
  }

  @Override
  public void moved(boolean first) {
    all.forEach(it -> it.moved(first));
  }

  @Override
  public void lost(long records) {
    all.forEach(it -> it.lost(records));
  }
}
