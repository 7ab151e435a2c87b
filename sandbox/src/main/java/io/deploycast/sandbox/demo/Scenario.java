package io.deploycast.sandbox.demo;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What the demo does once Kafka is there: tools, service, events, and the table of what came of
 * them.
 */
final class Scenario implements AutoCloseable {
  private static final int EVENTS = 30;

  /** Longer than a first start on a slow machine, on which the topics are created. */
  private static final Duration READY_BOUND = Duration.ofMinutes(2);

  /** Longer than the outage and all retries of the demo's policy. */
  private static final Duration ARRIVAL_BOUND = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration TABLE_EVERY = Duration.ofSeconds(10);

  private static final List<String> SERVICES = List.of("shop", "search", "billing");

  private final Programs programs;
  private final String kafka;
  private final List<Tool> tools;
  private final Process app;
  private final Path log;
  private final URI health;
  private final Books books;
  private int published;

  private Scenario(
      Programs programs, String kafka, List<Tool> tools, Process app, Path log, URI health) {
    this.programs = programs;
    this.kafka = kafka;
    this.tools = tools;
    this.app = app;
    this.log = log;
    this.health = health;
    this.books = new Books(kafka);
  }

  /** Starts the tools and the service, and waits until the service is ready. */
  static Scenario start(Programs programs, String kafka, Path folder)
      throws IOException, InterruptedException {
    List<Tool> tools = Tool.startAll();
    int port = FreePort.choose(RandomGenerator.getDefault());
    int adminPort = FreePort.choose(RandomGenerator.getDefault());
    Path config = DemoConfig.write(folder, kafka, port, adminPort, tools);
    Path log = folder.resolve("deploycast-app.log");
    say("kafka is on %s", kafka);
    tools.forEach(
        tool -> say("tool '%s' on %s: %s", tool.name(), tool.target().uri(), tool.description()));
    Process app = programs.run(config, log);
    URI health = URI.create("http://%s:%d/health/ready".formatted(Loopback.HOST, port));
    Scenario scenario = new Scenario(programs, kafka, tools, app, log, health);
    try {
      say("starting the delivery service, %s", health);
      scenario.await(READY_BOUND, Scenario::isReady, "the service to be ready");
    } catch (RuntimeException | InterruptedException e) {
      scenario.close();
      throw e;
    }
    say("the dashboard is on http://%s:%d/", Loopback.HOST, adminPort);
    return scenario;
  }

  /** The bounded run: exit code 0 only when every tool has every event. */
  int playOnce() throws IOException, InterruptedException, ExecutionException {
    outage();
    while (published < EVENTS) {
      if (!publishNext()) {
        return 1;
      }
    }
    Table.print(books.lines(tools));
    say("all are published; waiting for what is on its way");
    boolean complete = true;
    try {
      await(ARRIVAL_BOUND, Scenario::everythingArrived, "every event to arrive");
    } catch (IllegalStateException e) {
      complete = false;
      System.err.println(e.getMessage());
      System.err.println(Files.readString(log));
    }
    List<Books.Line> lines = books.lines(tools);
    Table.print(lines);
    int accounted = lines.stream().mapToInt(Books.Line::delivered).sum();
    say("%d of %d deliveries arrived", accounted, EVENTS * tools.size());
    return complete ? 0 : 1;
  }

  /** Goes on until the process is ended. */
  int playOn() throws IOException, InterruptedException, ExecutionException {
    say("publishing an event every few seconds; publish your own with");
    say("  ./deploycast publish 2016.20 --bootstrap-servers %s", kafka);
    outage();
    long nextTable = System.nanoTime();
    while (publishNext()) {
      if (System.nanoTime() - nextTable >= 0) {
        Table.print(books.lines(tools));
        nextTable = System.nanoTime() + TABLE_EVERY.toNanos();
      }
      pause(Duration.ofSeconds(2));
      if (published % EVENTS == 0) {
        outage();
      }
    }
    return 1;
  }

  private void outage() {
    tools.stream().filter(tool -> tool.name().equals("down")).forEach(Tool::goDown);
    say("tool 'down' is down for 12 s from now");
  }

  private boolean publishNext() throws IOException, InterruptedException {
    int number = published + 1;
    Programs.Answer answer =
        programs.publish(
            kafka,
            List.of(
                "2016." + number,
                "--service",
                SERVICES.get(number % SERVICES.size()),
                "--environment",
                "production"));
    if (answer.exitCode() != 0) {
      System.err.printf("publish ended with exit code %d: %s%n", answer.exitCode(), answer.err());
      return false;
    }
    published = number;
    say("%s", answer.out().lines().findFirst().orElse(""));
    return true;
  }

  private boolean isReady() {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean everythingArrived() {
    try {
      return books.lines(tools).stream().allMatch(line -> line.isComplete(published));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not answer: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void await(Duration bound, Predicate<Scenario> condition, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.test(this)) {
      if (!app.isAlive()) {
        throw new IllegalStateException(
            "the service ended with exit code %d; its log:%n%s"
                .formatted(app.exitValue(), logText()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "waited %d s for %s in vain".formatted(bound.toSeconds(), what));
      }
      pause(LOOK_AGAIN);
    }
  }

  private String logText() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends early when the service ends, which is the one thing worth noticing meanwhile. */
  private void pause(Duration time) throws InterruptedException {
    var unused = app.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
    System.out.flush();
  }

  @Override
  public void close() {
    app.destroy();
    try {
      if (!app.waitFor(15, TimeUnit.SECONDS)) {
        app.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      app.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    books.close();
    tools.forEach(Tool::close);
  }
}
