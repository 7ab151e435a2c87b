package io.deploycast.app.topology;

import io.deploycast.app.flow.Dispatcher;
import io.deploycast.app.flow.PartitionFlow;
import io.deploycast.app.flow.SourceKind;
import io.deploycast.app.flow.TargetFlow;
import io.deploycast.app.metrics.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at a flow as a target's meters show it. */
final class FlowView {
  private FlowView() {}

  static TargetView of(TargetFlow flow, EndOffsets ends, Instant now) {
    Collection<PartitionFlow> all = flow.partitions();
    List<PartitionFlow> first = of(SourceKind.LOG, all);
    List<PartitionFlow> retries = of(SourceKind.RETRY, all);
    Dispatcher dispatcher = flow.dispatcher();
    return new TargetView(
        Optional.of(dispatcher.state()),
        withoutEnd(retries, ends),
        withoutEnd(of(SourceKind.REDRIVE, all), ends),
        dispatcher.waiting(),
        dispatcher.inFlight(),
        dispatcher.mostInFlight(),
        withoutEnd(first, ends),
        oldest(first, now),
        oldest(all, now),
        dispatcher.untilCall());
  }

  private static List<PartitionFlow> of(SourceKind kind, Collection<PartitionFlow> all) {
    return all.stream().filter(flow -> flow.kind() == kind).toList();
  }

  /** Events that are not finished, read or not. */
  private static long withoutEnd(Collection<PartitionFlow> flows, EndOffsets ends) {
    long events = 0;
    for (PartitionFlow flow : flows) {
      long position = flow.position();
      long unread =
          position < 0 ? 0 : ends.of(flow.partition()).map(end -> end - position).orElse(0L);
      events += Math.max(0, unread - flow.finishedUnread()) + flow.window().unfinished();
    }
    return events;
  }

  private static Duration oldest(Collection<PartitionFlow> flows, Instant now) {
    OptionalLong time =
        flows.stream()
            .map(flow -> flow.window().lowestUnfinishedTime())
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .min();
    return time.isEmpty()
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, now.toEpochMilli() - time.getAsLong()));
  }
}
