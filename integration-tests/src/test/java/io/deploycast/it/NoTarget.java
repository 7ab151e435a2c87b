package io.deploycast.it;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import java.util.function.Consumer;

/** For tests that end deliveries themselves and never attempt one. */
final class NoTarget implements Target {
  @Override
  public Wanted wants(ReceivedEvent event) {
    return Wanted.YES;
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    throw new IllegalStateException("no attempt was expected");
  }

  @Override
  public void close() {}
}
