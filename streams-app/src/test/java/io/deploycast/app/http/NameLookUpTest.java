package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameLookUpTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);

  private final NameLookUp names = new NameLookUp(new AddressRules(true));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "::1"})
  void tellsAnAddressOnAnyThread(String address) throws Exception {
    assertThat(names.resolve(address)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.1", "2130706433"})
  void looksNothingElseUpOnThreadsThatAreThereForMore(String name) {
    assertThatThrownBy(() -> names.resolve(name)).isInstanceOf(NameLookUp.WouldWaitException.class);
  }

  @Test
  void looksNamesUpOnItsOwnThreads() throws Exception {
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> names.resolve("localhost"));
    NameLookUp.thread(task, "names").start();

    assertThat(task.get()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
  }

  @Test
  void isAskedForCallsThatNeedANewConnection() {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok());
        Caller caller = new Caller(1)) {
      URI named = URI.create("http://localhost:%d/hook".formatted(target.uri().getPort()));

      for (int i = 0; i < 2; i++) {
        assertThat(caller.call(named, AMPLE).status()).isEqualTo(200);
      }

      assertThat(target.requests()).hasSize(2);
      assertThat(caller.client.connections().reused()).isEqualTo(1);
    }
  }
}
