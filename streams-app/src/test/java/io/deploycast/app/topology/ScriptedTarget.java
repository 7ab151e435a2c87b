package io.deploycast.app.topology;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.DeadLetterReason;
import io.deploycast.schema.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A target that answers at once as it was told, and remembers what it was asked. */
final class ScriptedTarget implements Target {
  record Attempt(String eventId, int number) {}

  /** What the last attempt was told of those before it. */
  Progress progress;

  static final Outcome DELIVERED = new Outcome.Delivered(200);
  static final Outcome UNAVAILABLE = new Outcome.Retriable("HTTP 503 Service Unavailable", 503);
  static final Outcome REJECTED =
      new Outcome.Permanent(DeadLetterReason.REJECTED, "HTTP 400 Bad Request", 400);

  final List<Attempt> attempts = new ArrayList<>();
  Outcome answer = DELIVERED;
  Wanted wanted = Wanted.YES;
  Outcome.Expired expired;

  @Override
  public Wanted wants(ReceivedEvent event) {
    return wanted;
  }

  @Override
  public Outcome.Expired expired(ReceivedEvent event) {
    return expired;
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    attempts.add(new Attempt(event.id(), progress.attempt()));
    this.progress = progress;
    done.accept(answer);
  }

  @Override
  public void close() {}
}
