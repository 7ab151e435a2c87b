package io.deploycast.app;

import io.deploycast.app.config.TargetConfig;
import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.delivery.Progress;
import io.deploycast.app.delivery.Target;
import io.deploycast.app.http.AddressRules;
import io.deploycast.app.target.TargetFactory;
import io.deploycast.schema.Origin;
import io.deploycast.schema.ReceivedEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Sends one event to one target, past Kafka. */
@Command(
    name = "send",
    description = "Sends one real event to a target, without Kafka, and shows its answers.",
    mixinStandardHelpOptions = true)
final class SendEventCommand implements Callable<Integer> {
  /** Beyond the target's own time-out, for starting the client on a slow machine. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private OneTarget one;

  SendEventCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Optional<OneTarget.Chosen> chosen = one.choose(spec);
    if (chosen.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    ReceivedEvent event = one.event(spec, clock.instant());
    Outcome outcome = send(chosen.get(), event);
    if (outcome instanceof Outcome.Failed failed) {
      String kind = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      spec.commandLine().getErr().println("not delivered (" + kind + "): " + failed.error());
      return 1;
    }
    spec.commandLine().getOut().println("delivered: " + event.id());
    return 0;
  }

  private Outcome send(OneTarget.Chosen chosen, ReceivedEvent event) {
    TargetConfig config = chosen.target();
    AddressRules addresses = new AddressRules(chosen.config().privateAddresses());
    PrintWriter out = spec.commandLine().getOut();
    try (TargetFactory factory =
            new TargetFactory(one.types(), clock, addresses, Main.Version.number());
        Target target =
            factory.create(config, (step, answer) -> out.println(step + ": " + answer))) {
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      target.attempt(event, Progress.start(nowhere(event)), outcome::complete);
      long limit = config.timeout().plus(GRACE).toMillis();
      return outcome.orTimeout(limit, TimeUnit.MILLISECONDS).join();
    }
  }

  /** It never stood in a topic. */
  private static Origin nowhere(ReceivedEvent event) {
    return new Origin("none", 0, 0, event.deployedAt());
  }
}
