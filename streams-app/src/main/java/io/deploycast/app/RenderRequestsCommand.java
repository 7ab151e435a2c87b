package io.deploycast.app;

import io.deploycast.app.target.Rendering;
import io.deploycast.schema.ReceivedEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the requests that a target would send for an event. */
@Command(
    name = "render",
    description = "Prints the exact requests a target would send, secrets masked; sends nothing.",
    mixinStandardHelpOptions = true)
final class RenderRequestsCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec;
  @Mixin private OneTarget one;

  RenderRequestsCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Optional<OneTarget.Chosen> chosen = one.choose(spec);
    if (chosen.isEmpty()) {
      return ConfigFile.EXIT_CONFIG;
    }
    Instant now = clock.instant();
    ReceivedEvent event = one.event(spec, now);
    Rendering rendering = Rendering.of(one.types(), chosen.get().target(), event, now);
    PrintWriter err = spec.commandLine().getErr();
    rendering.notes().forEach(note -> err.println("note: " + note));
    rendering.requests().forEach(this::print);
    if (rendering.error() != null) {
      err.println(rendering.error());
      return 1;
    }
    return 0;
  }

  private void print(Rendering.Request request) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(request.method() + " " + request.url());
    request.headers().forEach((name, value) -> out.println(name + ": " + value));
    out.println();
    out.println(request.body());
    out.println();
  }
}
