package io.deploycast.app.admin.api;

import io.deploycast.schema.deadletter.DeadLetterFilter;
import io.deploycast.schema.deadletter.RedriveReport;
import io.deploycast.schema.topic.TargetName;

/**
 * What can be done with the dead letters of a target. Blocks until the brokers have it.
 *
 * <p>Every method throws {@link org.apache.kafka.common.KafkaException} when they do not take it,
 * and {@link io.deploycast.schema.deadletter.UnknownGroupException} when the target has never read
 * anything.
 */
public interface DeadLetterActions {
  /**
   * Puts dead letters back on the way to their target; each stays where it is until it is
   * delivered.
   *
   * @param dryRun only say what would be done
   */
  RedriveReport redrive(TargetName target, DeadLetterFilter filter, boolean dryRun);

  /**
   * Gives dead letters up for good.
   *
   * @param because why, for their receipts
   * @param dryRun only say what would be done
   */
  RedriveReport discard(TargetName target, DeadLetterFilter filter, String because, boolean dryRun);
}
