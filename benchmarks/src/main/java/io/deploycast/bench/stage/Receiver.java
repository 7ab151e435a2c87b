package io.deploycast.bench.stage;

import io.deploycast.bench.receiver.LeanReceiver;
import io.deploycast.sandbox.net.Loopback;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The lean receiver as a process of its own. Thread-safe. */
public final class Receiver implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final BufferedReader answers;
  private final PrintWriter questions;
  private final int port;

  private Receiver(Process process, Path folder) throws IOException {
    this.process = process;
    this.folder = folder;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.port = Integer.parseInt(answer());
  }

  static Receiver start(Path folder) {
    List<String> command =
        List.of(
            JavaProgram.executable("java"),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            LeanReceiver.class.getName());
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      return new Receiver(process, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of an account, such as {@code /one}; {@code /one/50} answers after 50 ms. */
  public URI uri(String path) {
    return URI.create("http://%s:%d%s".formatted(Loopback.HOST, port, path));
  }

  /** How many requests came to the path. */
  public int count(String path) {
    return ask("count " + path);
  }

  /** How many different events are among them. */
  public int events(String path) {
    return ask("events " + path);
  }

  public Arrivals arrivals(String path) {
    Path file = folder.resolve("arrivals");
    int count = ask("arrivals %s %s".formatted(path, file));
    try {
      return Arrivals.read(file, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long what was published took to each of the paths, all together. */
  public Quantiles latencies(List<String> paths, Published published) {
    return Quantiles.of(paths.stream().map(it -> arrivals(it).latencies(published)).toList());
  }

  public ProcessFigures figures() {
    return new ProcessFigures(process.pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private synchronized int ask(String question) {
    questions.println(question);
    try {
      return Integer.parseInt(answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the receiver must answer, but has ended: " + process);
    }
    return line;
  }
}
