package io.deploycast.app.flow;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import java.util.function.Consumer;

/** A target that throws where it should answer. */
final class BrokenTarget implements Target {
  @Override
  public Wanted wants(ReceivedEvent event) {
    return Wanted.YES;
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    throw new IllegalStateException("broken");
  }

  @Override
  public void close() {}
}
