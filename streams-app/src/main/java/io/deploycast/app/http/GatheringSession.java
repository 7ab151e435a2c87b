package io.deploycast.app.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A session whose writes leave together, when the I/O thread has done what one event of the
 * connection made it do. httpcore writes each frame of HTTP/2 by itself, which is three system
 * calls a request; gathered, those of all requests that began together leave in one.
 *
 * <p>Written to by the I/O thread only.
 */
final class GatheringSession implements IOSession {
  /** Some tens of requests of the usual size; one of more goes out in parts. */
  private static final int ROOM = 64 * 1024;

  private final IOSession session;
  private final ByteBuffer gathered = ByteBuffer.allocate(ROOM);
  private @Nullable IOEventHandler handler;

  GatheringSession(IOSession session) {
    this.session = session;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (gathered.remaining() < bytes.remaining()) {
      flush();
    }
    int taken = Math.min(gathered.remaining(), bytes.remaining());
    gathered.put(bytes.slice(bytes.position(), taken));
    bytes.position(bytes.position() + taken);
    return taken;
  }

  private void flush() throws IOException {
    if (gathered.position() == 0) {
      return;
    }
    gathered.flip();
    try {
      session.write(gathered);
    } finally {
      gathered.compact();
    }
  }

  /** What the connection cannot take now leaves when it can take more. */
  private void flushAll() throws IOException {
    flush();
    if (gathered.position() > 0) {
      session.setEvent(SelectionKey.OP_WRITE);
    }
  }

  @Override
  public void upgrade(IOEventHandler inner) {
    session.upgrade(inner);
    handler = new Flushing(inner);
  }

  @Override
  public @Nullable IOEventHandler getHandler() {
    return handler;
  }

  @Override
  public void close() {
    close(CloseMode.GRACEFUL);
  }

  @Override
  public void close(CloseMode mode) {
    if (mode == CloseMode.GRACEFUL && session.isOpen()) {
      try {
        flush();
      } catch (IOException e) {
        // It is closed because of that, or would have been told to be.
        gathered.clear();
      }
    }
    session.close(mode);
  }

  /** Lets what an event caused leave after it. */
  private final class Flushing implements IOEventHandler {
    private final IOEventHandler inner;

    Flushing(IOEventHandler inner) {
      this.inner = inner;
    }

    @Override
    public void connected(IOSession connected) throws IOException {
      inner.connected(connected);
      flushAll();
    }

    @Override
    public void inputReady(IOSession ready, @Nullable ByteBuffer bytes) throws IOException {
      inner.inputReady(ready, bytes);
      flushAll();
    }

    @Override
    public void outputReady(IOSession ready) throws IOException {
      inner.outputReady(ready);
      flushAll();
    }

    @Override
    public void timeout(IOSession late, Timeout timeout) throws IOException {
      inner.timeout(late, timeout);
      flushAll();
    }

    @Override
    public void exception(IOSession broken, Exception cause) {
      inner.exception(broken, cause);
    }

    @Override
    public void disconnected(IOSession gone) {
      inner.disconnected(gone);
    }
  }

  // ---- as it is

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public Lock getLock() {
    return session.getLock();
  }

  @Override
  public void enqueue(Command command, Command.Priority priority) {
    session.enqueue(command, priority);
  }

  @Override
  public boolean hasCommands() {
    return session.hasCommands();
  }

  @Override
  public @Nullable Command poll() {
    return session.poll();
  }

  @Override
  public ByteChannel channel() {
    return this;
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    return session.read(bytes);
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return session.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return session.getLocalAddress();
  }

  @Override
  public int getEventMask() {
    return session.getEventMask();
  }

  @Override
  public void setEventMask(int events) {
    session.setEventMask(events);
  }

  @Override
  public void setEvent(int event) {
    session.setEvent(event);
  }

  @Override
  public void clearEvent(int event) {
    session.clearEvent(event);
  }

  @Override
  public Status getStatus() {
    return session.getStatus();
  }

  @Override
  public Timeout getSocketTimeout() {
    return session.getSocketTimeout();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    session.setSocketTimeout(timeout);
  }

  @Override
  public long getLastReadTime() {
    return session.getLastReadTime();
  }

  @Override
  public long getLastWriteTime() {
    return session.getLastWriteTime();
  }

  @Override
  public long getLastEventTime() {
    return session.getLastEventTime();
  }

  @Override
  public void updateReadTime() {
    session.updateReadTime();
  }

  @Override
  public void updateWriteTime() {
    session.updateWriteTime();
  }
}
