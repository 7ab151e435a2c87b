package io.deploycast.bench.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client's connection. Used by the receiver's one thread only. */
final class Peer {
  private static final int USUAL = 1 << 14;

  /** More than any event of a benchmark. */
  private static final int MOST = 1 << 22;

  private static final byte[] NUMBERED = Ascii.bytes("\"id\":\"bench-");

  private final SocketChannel channel;
  private final SelectionKey key;
  private final Late late;
  private final Accounts accounts;
  private ByteBuffer in = ByteBuffer.allocate(USUAL);
  private ByteBuffer out = ByteBuffer.allocate(USUAL);
  private @Nullable Protocol protocol;

  Peer(SocketChannel channel, SelectionKey key, Late late, Accounts accounts) {
    this.channel = channel;
    this.key = key;
    this.late = late;
    this.accounts = accounts;
  }

  /** Takes what has come; answers at once what is to be answered at once. */
  void read() throws IOException {
    if (channel.read(in) < 0) {
      close();
      return;
    }
    int taken = take();
    in.flip().position(taken);
    in.compact();
    if (!in.hasRemaining()) {
      in = larger(in);
    }
    flush();
  }

  private int take() {
    byte[] bytes = in.array();
    int to = in.position();
    if (protocol != null) {
      return protocol.take(bytes, 0, to);
    }
    boolean isHttp2 = to > 0 && bytes[0] == Http2.PREFACE[0] && bytes[1] == Http2.PREFACE[1];
    if (isHttp2 && to < Http2.PREFACE.length) {
      return 0;
    }
    Protocol spoken = isHttp2 ? new Http2(this) : new Http1(this);
    protocol = spoken;
    return spoken.take(bytes, isHttp2 ? Http2.PREFACE.length : 0, to);
  }

  /** A request is complete: writes it down, and answers it when its account says. */
  void arrived(String path, byte[] bytes, int from, int to, byte[] answer) {
    long now = System.nanoTime();
    Account account = accounts.of(path);
    int id = Ascii.indexOf(bytes, from, to, NUMBERED);
    account.arrived(id < 0 ? -1 : Ascii.number(bytes, id + NUMBERED.length, to), now);
    if (account.delayNanos() == 0) {
      send(answer);
    } else {
      late.add(new Late.Answer(now + account.delayNanos(), this, answer));
    }
  }

  /** Leaves with the next {@link #flush}. */
  void send(byte[] bytes) {
    while (out.remaining() < bytes.length) {
      out = larger(out);
    }
    out.put(bytes);
  }

  void flush() throws IOException {
    if (out.position() > 0) {
      out.flip();
      channel.write(out);
      out.compact();
    }
    if (channel.isOpen()) {
      int interest = SelectionKey.OP_READ | (out.position() > 0 ? SelectionKey.OP_WRITE : 0);
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
      key.cancel();
    }
  }

  private static ByteBuffer larger(ByteBuffer full) {
    if (full.capacity() >= MOST) {
      throw new IllegalStateException("a request must be smaller than %d bytes".formatted(MOST));
    }
    return ByteBuffer.allocate(full.capacity() * 2).put(full.flip());
  }
}
