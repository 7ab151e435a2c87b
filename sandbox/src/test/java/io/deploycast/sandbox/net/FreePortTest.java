package io.deploycast.sandbox.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class FreePortTest {
  @Test
  void staysBelowThePortsOfOutgoingConnections() {
    assertThat(FreePort.choose(RandomGenerator.getDefault())).isBetween(20_000, 31_999);
  }

  @Test
  void skipsAPortThatIsTaken() throws Exception {
    int port = FreePort.choose(RandomGenerator.getDefault());
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(port));
      RandomGenerator stuck =
          new RandomGenerator() {
            @Override
            public long nextLong() {
              return port;
            }

            @Override
            public int nextInt(int origin, int bound) {
              return port;
            }
          };
      assertThatThrownBy(() -> FreePort.choose(stuck)).isInstanceOf(UncheckedIOException.class);
    }
  }
}
