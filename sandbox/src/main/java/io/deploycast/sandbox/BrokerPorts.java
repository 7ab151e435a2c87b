package io.deploycast.sandbox;

import io.deploycast.sandbox.net.FreePort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The loopback ports of one broker, chosen once and kept over restarts: clients, the quorum's
 * configuration and the broker's own registration all remember them.
 *
 * @param client where clients connect
 * @param controller where the broker finds its own controller
 * @param internal where the broker talks to itself without a login, when clients must log in
 */
record BrokerPorts(int client, int controller, int internal) {

  /** The ports for a broker whose clients connect to {@code port}, or to a free one when 0. */
  static BrokerPorts choose(int port, RandomGenerator random) {
    Set<Integer> ports = new LinkedHashSet<>();
    ports.add(port == 0 ? FreePort.choose(random) : port);
    while (ports.size() < 3) {
      ports.add(FreePort.choose(random));
    }
    List<Integer> inOrder = List.copyOf(ports);
    return new BrokerPorts(inOrder.get(0), inOrder.get(1), inOrder.get(2));
  }
}
