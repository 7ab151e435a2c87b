package io.deploycast.app.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * Looks host names up on threads that are there for it. On any other thread, where that could hold
 * up everything else, it says so instead; addresses are told at once everywhere. Thread-safe.
 */
final class NameLookUp implements DnsResolver {
  private final DnsResolver resolver;

  NameLookUp(DnsResolver resolver) {
    this.resolver = resolver;
  }

  /** The name has to be looked up on another thread. */
  static final class WouldWaitException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private WouldWaitException() {
      super("host names are not looked up on this thread");
    }
  }

  private static final class WaitingThread extends Thread {
    WaitingThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }

  /** A thread on which names are looked up. */
  static Thread thread(Runnable task, String name) {
    return new WaitingThread(task, name);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    boolean isAddress = InetAddressUtils.isIPv4(host) || host.indexOf(':') >= 0;
    if (!isAddress && !(Thread.currentThread() instanceof WaitingThread)) {
      throw new WouldWaitException();
    }
    return resolver.resolve(host);
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return resolver.resolveCanonicalHostname(host);
  }
}
