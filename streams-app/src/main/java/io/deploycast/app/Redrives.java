package io.deploycast.app;

import io.deploycast.app.admin.api.DeadLetterActions;
import io.deploycast.schema.deadletter.DeadLetterAccess;
import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.deadletter.RedriveReport.Ending;
import io.deploycast.schema.deadletter.RedriveRequest;
import io.deploycast.schema.deadletter.Redriver;
import io.deploycast.schema.topic.TargetName;
import java.time.InstantSource;

/** Has dead letters redriven and given up as the command line does. Thread-safe. */
record Redrives(DeadLetterAccess access, InstantSource clock) implements DeadLetterActions {
  /** Most in one go: a person waits for it. */
  private static final int MOST = 5_000;

  @Override
  public RedriveReport redrive(TargetName target, DeadLetterFilter filter, boolean dryRun) {
    RedriveRequest request = new RedriveRequest(filter, MOST, null, false);
    Redriver redriver = new Redriver(access, target, clock);
    return dryRun
        ? new RedriveReport(redriver.plan(request), 0, Ending.COMPLETE)
        : redriver.redrive(request, done -> {});
  }

  @Override
  public RedriveReport discard(
      TargetName target, DeadLetterFilter filter, String because, boolean dryRun) {
    Redriver redriver = new Redriver(access, target, clock);
    return dryRun
        ? new RedriveReport(redriver.planDiscard(filter), 0, Ending.COMPLETE)
        : redriver.discard(filter, because);
  }
}
