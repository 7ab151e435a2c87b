package io.deploycast.bench.receiver;

import java.nio.ByteBuffer;

/**
 * HTTP/2 by prior knowledge (RFC 9113): every stream is answered 200 when it ends. Request headers
 * are not decoded, so there is one account for all paths.
 */
final class Http2 implements Protocol {
  static final byte[] PREFACE = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  /** The account of all requests. */
  static final String PATH = "/h2c";

  private static final int FRAME_HEAD = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** {@code :status: 200} of the static table (RFC 7541, appendix A). */
  private static final byte STATUS_200 = (byte) 0x88;

  /** So much a client may send on a connection before it hears of more. */
  private static final int WINDOW = 1 << 30;

  private final Peer peer;
  private int received;

  Http2(Peer peer) {
    this.peer = peer;
    peer.send(frame(SETTINGS, 0, 0, 0).array());
    peer.send(window(WINDOW));
  }

  @Override
  public int take(byte[] bytes, int from, int to) {
    int begin = from;
    while (begin + FRAME_HEAD <= to) {
      ByteBuffer head = ByteBuffer.wrap(bytes, begin, FRAME_HEAD);
      int lengthAndType = head.getInt();
      int payload = begin + FRAME_HEAD;
      int end = payload + (lengthAndType >>> 8);
      if (end > to) {
        break;
      }
      frame(lengthAndType & 0xff, head.get(), head.getInt(), bytes, payload, end);
      begin = end;
    }
    return begin;
  }

  private void frame(int type, byte flags, int stream, byte[] bytes, int from, int to) {
    switch (type) {
      case DATA -> {
        granted(to - from);
        if ((flags & END_STREAM) != 0) {
          peer.arrived(PATH, bytes, from, to, answer(stream));
        }
      }
      case HEADERS -> {
        if ((flags & END_STREAM) != 0) {
          peer.arrived(PATH, bytes, to, to, answer(stream));
        }
      }
      case SETTINGS, PING -> {
        if ((flags & ACK) == 0) {
          int echoed = type == PING ? to - from : 0;
          peer.send(frame(type, ACK, 0, echoed).put(bytes, from, echoed).array());
        }
      }
      default -> {
        // What else a client sends needs no answer.
      }
    }
  }

  private void granted(int bytes) {
    received += bytes;
    if (received > WINDOW / 2) {
      peer.send(window(received));
      received = 0;
    }
  }

  private static byte[] answer(int stream) {
    return frame(HEADERS, END_STREAM | END_HEADERS, stream, 1).put(STATUS_200).array();
  }

  private static byte[] window(int increment) {
    return frame(WINDOW_UPDATE, 0, 0, Integer.BYTES).putInt(increment).array();
  }

  private static ByteBuffer frame(int type, int flags, int stream, int length) {
    return ByteBuffer.allocate(FRAME_HEAD + length)
        .putInt(length << 8 | type)
        .put((byte) flags)
        .putInt(stream);
  }
}
