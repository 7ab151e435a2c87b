package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A target whose calls end when the test says so. */
final class HeldTarget implements Target {
  final Set<String> tooOld = new HashSet<>();
  final Map<String, Consumer<Outcome>> calls = new LinkedHashMap<>();
  final List<String> started = new ArrayList<>();

  @Override
  public Wanted wants(ReceivedEvent event) {
    return Wanted.YES;
  }

  @Override
  public Outcome.Expired expired(ReceivedEvent event) {
    return tooOld.contains(event.id()) ? new Outcome.Expired("too old") : null;
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    started.add(event.id());
    calls.put(event.id(), done);
  }

  void end(Delivery delivery, Outcome outcome) {
    calls.remove(delivery.event().id()).accept(outcome);
  }

  /** Ends the call that began first. */
  void endFirst(Outcome outcome) {
    calls.remove(calls.keySet().iterator().next()).accept(outcome);
  }

  @Override
  public void close() {}
}
