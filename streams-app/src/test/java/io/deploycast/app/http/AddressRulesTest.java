package io.deploycast.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.sandbox.target.Behaviour;
import io.deploycast.sandbox.target.SimulatedTarget;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private final AddressRules rules = new AddressRules(true);
  private final AddressRules strict = new AddressRules(false);

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.255.255.255",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::ffff:169.254.169.254",
        "::169.254.169.254"
      })
  void neverAllowsWhatIsNobodysMonitoringTool(String literal) throws UnknownHostException {
    assertThat(rules.refusedKind("tool.example.com", address(literal))).isPresent();
    assertThat(rules.refusedKind(literal, address(literal))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "::ffff:127.0.0.1"
      })
  void allowsNoNameThatResolvesToTheOwnMachine(String literal) throws UnknownHostException {
    assertThat(rules.refusedKind("tool.example.com", address(literal))).hasValue("loopback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
  void allowsTheOwnMachineWhenTheHostSaysSo(String host) throws UnknownHostException {
    assertThat(rules.refusedKind(host, address(host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "127.1", "::ffff:127.0.0.1", "localhost.example.com"})
  void seesThroughOtherSpellingsOfTheOwnMachine(String host) throws UnknownHostException {
    assertThat(rules.refusedKind(host, address("127.0.0.1"))).hasValue("loopback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12::1",
        "fec0::1"
      })
  void allowsPrivateRangesUnlessConfiguredAway(String literal) throws UnknownHostException {
    assertThat(rules.refusedKind("tool.internal", address(literal))).isEmpty();
    assertThat(strict.refusedKind("tool.internal", address(literal))).hasValue("private");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "1.1.1.1"})
  void allowsPublicAddresses(String literal) throws UnknownHostException {
    assertThat(strict.refusedKind("tool.example.com", address(literal))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0"})
  void sendsNothingToARefusedAddress(String host) {
    try (SimulatedTarget target = SimulatedTarget.start(Behaviour.ok());
        Caller caller = new Caller(1)) {
      URI uri = URI.create("http://%s:%d/".formatted(host, target.port()));
      Answer answer = caller.call(uri, Duration.ofSeconds(5)).answer();

      assertThat(answer).isInstanceOf(Answer.None.class);
      assertThat(((Answer.None) answer).cause()).isEqualTo(Answer.Cause.HOPELESS);
      assertThat(((Answer.None) answer).error())
          .startsWith(host + ":" + target.port() + " must not be called: it is a");
      assertThat(target.statistics().connections()).isZero();
    }
  }

  @Test
  void asksForEveryConnectionAnew() throws UnknownHostException {
    assertThat(rules.resolve("localhost")).isNotEmpty();
    assertThat(rules.resolve("127.0.0.1")).containsExactly(address("127.0.0.1"));
  }
}
