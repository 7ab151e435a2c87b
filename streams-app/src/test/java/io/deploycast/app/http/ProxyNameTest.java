package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.http.connection.ConnectionSpec;
import io.deploycast.app.http.connection.ProtocolChoice;
import io.deploycast.app.http.connection.ProxySpec;
import io.deploycast.app.http.connection.TlsSpec;
import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A proxy whose name has to be looked up. */
final class ProxyNameTest {
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(500);

  /** Its place is given back by the thread of deadlines, which must not wait for a name server. */
  @Test
  void isLookedUpForACallThatHadToWaitForItsPlace() throws Exception {
    try (ScriptedSocket mute = new ScriptedSocket(it -> it.getInputStream().readAllBytes());
        ScriptedSocket deaf = new ScriptedSocket(it -> it.getInputStream().readAllBytes());
        SimulatedTarget target = SimulatedTarget.start(Behaviour.ok());
        ProxyServer proxy = new ProxyServer();
        Caller caller = caller(proxy)) {
      for (ScriptedSocket first : List.of(mute, deaf)) {
        caller.begin(first.uri("http"), SHORT);
      }

      assertThat(caller.call(target.uri(), AMPLE).answer()).isInstanceOf(Answer.Complete.class);
      assertThat(target.requests()).hasSize(1);
    }
  }

  /** One connection to each target, two in all. */
  private static Caller caller(ProxyServer proxy) throws Exception {
    ProxySpec named = new ProxySpec("localhost", proxy.port(), null, null);
    TlsSpec tls = Certificates.trusting("authority.pem");
    return new Caller(new ConnectionSpec(1, ProtocolChoice.AUTO, named, tls));
  }
}
