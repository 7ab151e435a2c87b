package io.deploycast.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Text on its way out as UTF-8, and lines that are there as bytes already, which then go round the
 * encoder. One buffer, as large as a pipe's, keeps them in order.
 */
public final class Utf8Output extends PrintWriter {
  private final Buffer buffer;

  /** Flushed by every {@code println}, as a console is. */
  public Utf8Output(OutputStream out) {
    this(new Buffer(out));
  }

  private Utf8Output(Buffer buffer) {
    super(new OutputStreamWriter(buffer, StandardCharsets.UTF_8), true);
    this.buffer = buffer;
  }

  /** Writes printable ASCII and ends the line, whatever writes it; does not flush. */
  public static void line(byte[] ascii, PrintWriter out) {
    if (out instanceof Utf8Output bytes) {
      bytes.line(ascii);
    } else {
      out.write(new String(ascii, StandardCharsets.US_ASCII));
      out.write('\n');
    }
  }

  private void line(byte[] ascii) {
    synchronized (lock) {
      // What the encoder still has comes first.
      buffer.flushed = false;
      flush();
      buffer.flushed = true;
      try {
        buffer.write(ascii, 0, ascii.length);
        buffer.write('\n');
      } catch (IOException e) {
        setError();
      }
    }
  }

  /** Written to under the lock of the printer that it belongs to. */
  private static final class Buffer extends OutputStream {
    private static final int BYTES = 1 << 16;

    private final OutputStream out;
    private final byte[] held = new byte[BYTES];
    private int length;

    /** Whether a flush goes on to what is behind, which for every line would be too much. */
    private boolean flushed = true;

    Buffer(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      if (length == held.length) {
        empty();
      }
      held[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      for (int done = 0; done < count; ) {
        if (length == held.length) {
          empty();
        }
        int more = Math.min(count - done, held.length - length);
        System.arraycopy(bytes, from + done, held, length, more);
        length += more;
        done += more;
      }
    }

    @Override
    public void flush() throws IOException {
      if (flushed) {
        empty();
        out.flush();
      }
    }

    private void empty() throws IOException {
      int count = length;
      length = 0;
      out.write(held, 0, count);
    }

    @Override
    public void close() throws IOException {
      empty();
      out.close();
    }
  }
}
