package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectTimeoutTest {
  /** More than the kernel queues for a listener with a backlog of one. */
  private static final int FILLERS = 8;

  @Test
  void givesUpAConnectionThatIsNotAcceptedAfterTwoSeconds() throws IOException {
    List<SocketChannel> fillers = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Caller caller = new Caller(1)) {
      InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
      for (int i = 0; i < FILLERS; i++) {
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(address);
        fillers.add(filler);
      }
      URI uri = URI.create("http://127.0.0.1:" + address.getPort());
      Caller.Timed timed = caller.call(uri, Duration.ofSeconds(10));
      assertThat(timed.error())
          .isEqualTo("no connection within 2 s to 127.0.0.1:" + address.getPort());
      assertThat(timed.took()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_500));
    } finally {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }
}
