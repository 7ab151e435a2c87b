package io.deploycast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.sandbox.net.Loopback;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final int SOON = 5_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket echo;
  private FaultProxy proxy;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket();
    echo.bind(Loopback.address(0));
    threads.submit(this::echo);
    proxy = FaultProxy.between(0, echo.getLocalPort());
    client = dial();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    echo.close();
    threads.shutdownNow();
  }

  private Void echo() throws IOException {
    while (true) {
      Socket socket = echo.accept();
      threads.submit(() -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket();
    socket.connect(Loopback.address(proxy.port()));
    socket.setSoTimeout(SOON);
    return socket;
  }

  private void send(int bytes) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(new byte[bytes]);
    out.flush();
  }

  private Duration roundTrip(int bytes) throws IOException {
    long began = System.nanoTime();
    send(bytes);
    assertThat(client.getInputStream().readNBytes(bytes)).hasSize(bytes);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void passesBytesBothWays() throws IOException {
    assertThat(roundTrip(100_000)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void delaysEachDirection() throws IOException {
    proxy.behave(new Fault.Latency(Duration.ofMillis(100)));

    assertThat(roundTrip(1)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
  }

  @Test
  void limitsBandwidth() throws IOException {
    proxy.behave(new Fault.Bandwidth(20_000));

    assertThat(roundTrip(10_000)).isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
  }

  @Test
  void slicesIntoSmallPieces() throws IOException {
    proxy.behave(new Fault.Slice(10, Duration.ofMillis(10)));

    assertThat(roundTrip(200)).isGreaterThan(Duration.ofMillis(190));
  }

  @Test
  void swallowsNothingInABlackHoleThatHeals() throws IOException {
    proxy.behave(new Fault.BlackHole());
    client.setSoTimeout(200);
    send(5);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    client.setSoTimeout(SOON);
    proxy.heal();

    assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
  }

  @Test
  void resetsOpenConnectionsAndNewOnes() throws IOException {
    roundTrip(1);

    proxy.behave(new Fault.Reset());

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    Socket next = dial();
    assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void cutsInMidStream() throws IOException {
    proxy.behave(new Fault.CutAfter(1_000));
    send(500);
    assertThat(client.getInputStream().readNBytes(500)).hasSize(500);
    send(5_000);

    assertThatThrownBy(() -> client.getInputStream().readNBytes(5_000))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void refusesByAResetWhileNobodyListensBehindIt() throws IOException {
    echo.close();
    Socket next = dial();

    assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
  }
}
