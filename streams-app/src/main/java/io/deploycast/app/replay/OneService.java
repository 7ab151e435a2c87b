package io.deploycast.app.replay;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.delivery.Wanted;
import io.deploycast.schema.ReceivedEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A target that wants the events of one service only. As thread-safe as the target it is. */
record OneService(Target target, String service) implements Target {
  @Override
  public Wanted wants(ReceivedEvent event) {
    return service.equals(event.service()) ? target.wants(event) : Wanted.NO;
  }

  @Override
  public Outcome.@Nullable Expired expired(ReceivedEvent event) {
    return target.expired(event);
  }

  @Override
  public void attempt(ReceivedEvent event, Progress progress, Consumer<Outcome> done) {
    target.attempt(event, progress, done);
  }

  @Override
  public void close() {
    target.close();
  }
}
