package io.deploycast.sandbox.target;

import io.deploycast.sandbox.net.Loopback;
import io.deploycast.sandbox.net.ParentProcess;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A simulated target as a program: runs until SIGTERM, told and asked over HTTP. */
@Command(
    name = "simulated-target",
    description = "A monitoring tool that misbehaves on demand, on loopback, until SIGTERM.",
    mixinStandardHelpOptions = true)
public final class SimulatedTargetMain implements Callable<Integer> {
  @Option(names = "--port", description = "The target's port; 0 chooses a free one.")
  private int port;

  @Option(names = "--control-port", description = "The control API's port; 0 takes a free one.")
  private int controlPort;

  @Option(names = "--behaviour", description = "For example: ok, every 3 answers 503, down.")
  private String behaviour = "ok";

  @Option(names = "--kept-requests", description = "How many of the latest requests are listed.")
  private int keptRequests = SimulatedTargetOptions.defaults().keptRequests();

  @Option(names = "--with-parent", description = "End when the process that started this ends.")
  private boolean withParent;

  private SimulatedTargetMain() {}

  /** Ends with 143 after SIGTERM, 2 when an option is wrong. */
  public static void main(String[] args) {
    // Before the first logger: logback reads it once.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/deploycast/sandbox/logback-sandbox.xml");
    }
    System.exit(new CommandLine(new SimulatedTargetMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (withParent) {
      ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    }
    SimulatedTargetOptions options =
        SimulatedTargetOptions.defaults().withPort(port).withKeptRequests(keptRequests);
    try (SimulatedTarget target = SimulatedTarget.start(parsed(), options);
        ControlServer control = ControlServer.start(target, controlPort)) {
      System.out.printf(
          "target is ready on %s:%d, its control on %s:%d%n",
          Loopback.HOST, target.port(), Loopback.HOST, control.port());
      System.out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Behaviour parsed() {
    try {
      return Behaviour.parse(behaviour);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(
          new CommandLine(this), "--behaviour: " + refused.getMessage(), refused);
    }
  }
}
