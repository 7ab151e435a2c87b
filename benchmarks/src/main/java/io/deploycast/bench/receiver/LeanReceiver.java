package io.deploycast.bench.receiver;

import io.deploycast.sandbox.net.FreePort;
import io.deploycast.sandbox.net.Loopback;
import io.deploycast.sandbox.net.ParentProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * The receiver as a program, asked over its standard input, a line a question:
 *
 * <pre>
 * count PATH            how many requests came there
 * events PATH           how many different events are among them
 * arrivals PATH FILE    writes them to the file; see {@code Account#write}; says how many
 * </pre>
 *
 * Each is answered with a number on a line. The first line says the port.
 */
public final class LeanReceiver {
  /** All connections that a benchmark opens at once. */
  private static final int BACKLOG = 4_096;

  private final Accounts accounts = new Accounts();
  private final Late late = new Late();
  private final Selector selector;
  private final ServerSocketChannel server;

  private LeanReceiver(int port) throws IOException {
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(Loopback.address(port), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String[] arguments) throws IOException {
    ParentProcess.whenGone(() -> Runtime.getRuntime().halt(1));
    int port = FreePort.choose(new Random());
    LeanReceiver receiver = new LeanReceiver(port);
    Thread asked = new Thread(receiver::answerQuestions, "questions");
    asked.setDaemon(true);
    asked.start();
    System.out.println(port);
    receiver.serve();
  }

  private void serve() throws IOException {
    while (true) {
      selector.select(this::ready, late.millisUntilNext());
      late.sendDue();
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else if (key.attachment() instanceof Peer peer) {
        if (key.isWritable()) {
          peer.flush();
        }
        if (key.isReadable()) {
          peer.read();
        }
      }
    } catch (IOException clientGone) {
      if (key.attachment() instanceof Peer peer) {
        peer.close();
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    key.attach(new Peer(channel, key, late, accounts));
  }

  private void answerQuestions() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(answer(line.split(" ", 3)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the question cannot be answered", e);
    }
  }

  private int answer(String[] question) throws IOException {
    Account account = accounts.of(question[1]);
    return switch (question[0]) {
      case "count" -> account.count();
      case "events" -> account.events();
      case "arrivals" -> account.write(Path.of(question[2]));
      default -> throw new IllegalArgumentException("unknown question " + question[0]);
    };
  }
}
