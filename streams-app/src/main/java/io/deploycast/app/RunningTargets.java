package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.ReloadResult;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.app.target.TargetType;
import io.deploycast.app.target.TargetTypes;
import io.deploycast.app.topology.EndOffsets;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.app.topology.TargetRunner;
import io.deploycast.app.tracing.Tracing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The targets of a process, by name. A new configuration touches those alone that it adds, changes
 * or leaves out. Thread-safe; {@link #apply} and {@link #stop} wait for each other.
 */
final class RunningTargets {
  /** What a runner was made of, so that a difference shows. */
  private record Entry(TargetConfig config, TargetType type, TargetRunner runner) {
    boolean isOf(TargetConfig otherConfig, TargetType otherType) {
      return config.equals(otherConfig) && type.equals(otherType);
    }
  }

  private final SharedParts shared;
  private final TargetFactory factory;
  private final Tracing tracing;
  private volatile Map<String, Entry> entries = Map.of();

  private volatile boolean applied;

  /** Nothing starts any more; guarded by this. */
  private boolean stopped;

  RunningTargets(SharedParts shared, TargetFactory factory, Tracing tracing) {
    this.shared = shared;
    this.factory = factory;
    this.tracing = tracing;
  }

  /** Whether there was a configuration yet. */
  boolean isApplied() {
    return applied;
  }

  List<TargetRunner> runners() {
    return entries.values().stream().map(Entry::runner).toList();
  }

  Optional<TargetRunner> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::runner);
  }

  /**
   * Makes the targets those of the configuration: new ones start, changed ones let their calls end
   * and start anew, those left out end and leave their group. Blocks as long as the slowest of
   * these takes to stop.
   *
   * @param startOver names of targets that may begin at their startFrom again
   * @throws IllegalArgumentException when a target cannot be made; nothing has changed then
   */
  synchronized ReloadResult.Applied apply(
      AppConfig app, TargetTypes types, EndOffsets ends, Set<String> startOver) {
    if (stopped) {
      throw new IllegalStateException("the service is stopping");
    }
    Map<String, Entry> before = entries;
    Map<String, Entry> after = new LinkedHashMap<>();
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (TargetConfig config : app.targets()) {
      String name = config.name().text();
      TargetType type = types.find(config.type()).orElseThrow();
      Entry running = before.get(name);
      if (running != null && running.isOf(config, type)) {
        running.runner.configuredBeside(app);
        after.put(name, running);
      } else {
        after.put(name, new Entry(config, type, runner(app, types, config, startOver)));
        (running == null ? added : changed).add(name);
      }
    }
    List<String> removed = before.keySet().stream().filter(it -> !after.containsKey(it)).toList();
    // From here on, health and meters ask the new ones, which are starting.
    entries = after;
    applied = true;
    stopAll(
        before.entrySet().stream()
            .filter(entry -> !Objects.equals(after.get(entry.getKey()), entry.getValue()))
            .map(entry -> end(entry.getValue().runner, removed.contains(entry.getKey())))
            .toList());
    start(after, added, ends);
    start(after, changed, ends);
    return new ReloadResult.Applied(added, changed, removed);
  }

  /** Lets calls in flight end and commits what is finished; as long as the slowest target. */
  synchronized void stop() {
    stopped = true;
    stopAll(runners().stream().<Runnable>map(runner -> runner::stop).toList());
  }

  private TargetRunner runner(
      AppConfig app, TargetTypes types, TargetConfig config, Set<String> startOver) {
    boolean again = startOver.contains(config.name().text());
    return new TargetRunner(
        app,
        config,
        tracing.traced(config.name().text(), factory.create(types, config)),
        shared,
        again);
  }

  private static Runnable end(TargetRunner runner, boolean forGood) {
    return forGood ? runner::stopForGood : runner::giveWay;
  }

  private static void start(Map<String, Entry> entries, List<String> names, EndOffsets ends) {
    Collection<Entry> started = names.stream().map(entries::get).toList();
    for (Entry entry : started) {
      entry.runner.watch(ends);
      entry.runner.start();
    }
  }

  private static void stopAll(List<Runnable> stops) {
    List<Thread> threads = stops.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
