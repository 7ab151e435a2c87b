package io.deploycast.app.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which addresses may be called, asked for every address of a host name at the moment a connection
 * is made, so that a name that resolves elsewhere next time does not get round it.
 *
 * <p>Never: link-local addresses (cloud metadata among them), unspecified, multicast and broadcast
 * ones. Loopback only when the configured host says so itself. Private ranges unless they are
 * configured away. Addresses that carry an IPv4 address within are judged by that. Thread-safe.
 */
public final class AddressRules implements DnsResolver {
  /**
   * What a person writes for the own machine. Other spellings of it, such as 2130706433, are
   * tricks.
   */
  private static final Pattern LITERAL_LOOPBACK =
      Pattern.compile("localhost|127(\\.(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){3}|\\[?::1\\]?");

  /** Where a cloud's metadata service answers over IPv6; the only such address not link-local. */
  private static final byte[] METADATA_V6 = {
    (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54
  };

  /** {@code 64:ff9b::/96}, RFC 6052. */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private final boolean privateAllowed;

  /**
   * Rules.
   *
   * @param privateAllowed whether private ranges may be called; monitoring tools are often internal
   */
  public AddressRules(boolean privateAllowed) {
    this.privateAllowed = privateAllowed;
  }

  /** A host with an address that must not be called. */
  static final class RefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * All addresses of the host.
   *
   * @throws RefusedException when one of them must not be called
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      Optional<String> kind = refusedKind(host, address);
      if (kind.isPresent()) {
        throw new RefusedException("must not be called: it is a %s address".formatted(kind.get()));
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  /** What kind of address it is that must not be called; empty when it may be. */
  Optional<String> refusedKind(String host, InetAddress address) {
    InetAddress real = unwrapped(address);
    byte[] bytes = real.getAddress();
    boolean v4 = real instanceof Inet4Address;
    if (real.isAnyLocalAddress() || (v4 && bytes[0] == 0)) {
      return Optional.of("unspecified");
    }
    if (real.isLinkLocalAddress() || Arrays.equals(bytes, METADATA_V6)) {
      return Optional.of("link-local or metadata");
    }
    if (real.isMulticastAddress()) {
      return Optional.of("multicast");
    }
    if (v4 && (bytes[0] & 0xF0) == 0xF0) {
      return Optional.of("reserved or broadcast");
    }
    if (real.isLoopbackAddress()) {
      return LITERAL_LOOPBACK.matcher(host).matches() ? Optional.empty() : Optional.of("loopback");
    }
    return isPrivate(real, bytes) && !privateAllowed ? Optional.of("private") : Optional.empty();
  }

  private static boolean isPrivate(InetAddress address, byte[] bytes) {
    boolean sharedV4 = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
    boolean uniqueLocalV6 = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
    return address.isSiteLocalAddress() || sharedV4 || uniqueLocalV6;
  }

  /** The IPv4 address that an IPv6 one stands for, if it does. */
  private static InetAddress unwrapped(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    boolean nat64 = Arrays.equals(bytes, 0, 12, NAT64, 0, 12);
    boolean compatible =
        Arrays.equals(bytes, 0, 12, new byte[12], 0, 12)
            && !address.isLoopbackAddress()
            && !address.isAnyLocalAddress();
    if (nat64 || compatible) {
      return v4(bytes, 12);
    }
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return sixToFour ? v4(bytes, 2) : address;
  }

  private static InetAddress v4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
