package io.deploycast.app;

import io.deploycast.app.config.AppConfig;
import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.receipt.ReceiptLog;
import io.deploycast.app.replay.CannotReplayException;
import io.deploycast.app.replay.Replay;
import io.deploycast.app.replay.ReplayPreview;
import io.deploycast.app.replay.ReplayRequest;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.app.topology.ReplayName;
import io.deploycast.app.topology.SharedParts;
import io.deploycast.schema.Rate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Delivers a part of the log once more to one target, beside its live deliveries. */
@Command(
    name = "replay",
    description = {
      "Delivers a part of the log to one target once more, beside its live deliveries, and with"
          + " the same retries and dead letters. Stopped or killed, it goes on when it is asked for"
          + " again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private ConfigFile file;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME",
      description = "A target of the configuration.")
  private String targetName;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Where to begin: 30d, an instant such as 2026-01-31T00:00:00Z, or earliest.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Before when to end, likewise; the end of the log unless given.")
  private @Nullable String to;

  @Option(names = "--service", paramLabel = "NAME", description = "Only events of this service.")
  private @Nullable String service;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "20/s",
      description = "Most attempts in a time; 20/s unless given.")
  private String rate;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Names the replay, to go on with it; made from the options unless given.")
  private @Nullable String name;

  @Option(names = "--dry-run", description = "Count what would be delivered, and deliver nothing.")
  private boolean dryRun;

  ReplayCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    ReplayRequest request = request();
    Optional<AppConfig> config = file.load(spec.commandLine().getErr());
    if (config.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    TargetConfig target = OneTarget.find(config.get(), "--target", targetName, spec);
    try {
      return replay(config.get(), target, request);
    } catch (CannotReplayException e) {
      spec.commandLine().getErr().println(e.getMessage());
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("the brokers answered: " + e);
    }
    return 1;
  }

  private ReplayRequest request() {
    try {
      if (name == null && from == null) {
        throw new IllegalArgumentException(
            "--from must say where to begin, or --name what to go on with");
      }
      ReplayName known =
          name == null ? ReplayRequest.nameFor(String.valueOf(from), to, service) : named(name);
      return new ReplayRequest(known, from, to, service, rated());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static ReplayName named(String name) {
    try {
      return new ReplayName(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--name " + e.getMessage(), e);
    }
  }

  private Rate rated() {
    try {
      return Rate.parse(rate);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--rate " + e.getMessage(), e);
    }
  }

  private int replay(AppConfig config, TargetConfig targetConfig, ReplayRequest request)
      throws InterruptedException {
    MeterRegistry meters = new SimpleMeterRegistry();
    AddressRules addresses = new AddressRules(config.privateAddresses());
    try (ReceiptLog receipts = new ReceiptLog(config.topics().receipts(), config.kafka());
        TargetFactory factory =
            new TargetFactory(file.types(), clock, addresses, Main.Version.number());
        Target target = factory.create(targetConfig)) {
      SharedParts shared = SharedParts.of(config, receipts, meters, clock);
      Replay replay = new Replay(config, targetConfig, target, shared);
      if (dryRun) {
        print(request, replay.preview(request));
        return 0;
      }
      return run(replay, request, meters, targetConfig.timeout());
    }
  }

  private int run(Replay replay, ReplayRequest request, MeterRegistry meters, Duration timeout)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch over = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(replay, over, timeout), "deploycast-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Replay.Ending ending;
    try {
      ending = replay.run(request, err::println);
    } finally {
      over.countDown();
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s replay '%s': %d delivered, %d dead letters, %d not wanted%n",
            ending == Replay.Ending.COMPLETE ? "finished" : "stopped",
            request.name(),
            count(meters, "delivered"),
            count(meters, "dead.lettered"),
            count(meters, "filtered"));
    spec.commandLine().getOut().flush();
    return ending == Replay.Ending.COMPLETE ? 0 : 1;
  }

  /** Beyond the time-out of the last call: forwarding, committing and leaving the group. */
  private static void stop(Replay replay, CountDownLatch over, Duration timeout) {
    replay.stop();
    try {
      var unused = over.await(timeout.plusSeconds(6).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long count(MeterRegistry meters, String events) {
    return (long) meters.get("deploycast.events." + events).counter().count();
  }

  private void print(ReplayRequest request, ReplayPreview preview) {
    spec.commandLine()
        .getOut()
        .printf(
            """
            replay '%s' would deliver %d events at %s
              %d are not wanted: by the target's filter, or of other services
              %d are too old for the target and would become dead letters
              %d are no events and would become dead letters
            """,
            request.name(),
            preview.delivered(),
            request.rate(),
            preview.unwanted(),
            preview.tooOld(),
            preview.unreadable());
  }
}
