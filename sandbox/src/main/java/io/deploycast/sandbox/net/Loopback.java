package io.deploycast.sandbox.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The one address the sandbox's servers listen on, without asking a name service. */
public final class Loopback {
  public static final String HOST = "127.0.0.1";

  private Loopback() {}

  public static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException impossible) {
      throw new AssertionError("four bytes are an address", impossible);
    }
  }
}
