package io.deploycast.bench.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** HTTP/1.1 with {@code Content-Length}, answered 200; nothing else is sent here. */
final class Http1 implements Protocol {
  private static final byte[] HEAD_END = Ascii.bytes("\r\n\r\n");
  private static final byte[] LENGTH = Ascii.bytes("ontent-");
  private static final byte[] LENGTH_REST = Ascii.bytes("ength:");
  private static final byte[] ANSWER = Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  private final Peer peer;

  Http1(Peer peer) {
    this.peer = peer;
  }

  @Override
  public int take(byte[] bytes, int from, int to) {
    int begin = from;
    while (true) {
      int head = Ascii.indexOf(bytes, begin, to, HEAD_END);
      if (head < 0) {
        return begin;
      }
      int body = head + HEAD_END.length;
      int end = body + contentLength(bytes, begin, head);
      if (end > to) {
        return begin;
      }
      peer.arrived(path(bytes, begin, head), bytes, body, end, ANSWER);
      begin = end;
    }
  }

  /** In either case: {@code content-length} and {@code Content-Length}. */
  private static int contentLength(byte[] bytes, int from, int to) {
    int at = Ascii.indexOf(bytes, from, to, LENGTH);
    while (at >= 0) {
      int rest = at + LENGTH.length + 1;
      if (rest + LENGTH_REST.length <= to && Ascii.matches(bytes, rest, LENGTH_REST)) {
        return (int) Ascii.number(bytes, rest + LENGTH_REST.length, to);
      }
      at = Ascii.indexOf(bytes, rest, to, LENGTH);
    }
    return 0;
  }

  /** The second word of the request line. */
  private static String path(byte[] bytes, int from, int to) {
    int begin = from;
    while (begin < to && bytes[begin] != ' ') {
      begin++;
    }
    int end = begin + 1;
    while (end < to && bytes[end] != ' ') {
      end++;
    }
    return new String(bytes, begin + 1, Math.max(0, end - begin - 1), US_ASCII);
  }
}
