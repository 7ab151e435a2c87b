package io.deploycast.app.flow.finished;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Finished offsets as bytes: the committed offset, the newest time, then in the form that is
 * shorter either run lengths (gap, length, gap, length, …) or a deflated bitmap whose first bit is
 * the committed offset. Numbers are little-endian in groups of seven bits, as in LEB128.
 *
 * <pre>[committed] [newest] 0 [gap] [length] …
 * [committed] [newest] 1 [deflated bitmap]</pre>
 */
final class FinishedBytes {
  private static final byte RUNS = 0;
  private static final byte BITMAP = 1;

  /**
   * Bits of a bitmap at most: ten times what a partition has open at most, for the offsets that
   * transactions take between its records.
   */
  private static final int LARGEST_BITMAP = 128 * 1024;

  private FinishedBytes() {}

  static byte[] of(long committed, FinishedOffsets finished) {
    byte[] runs = write(committed, finished, RUNS, runs(committed, finished));
    long span = finished.isEmpty() ? 0 : finished.end(finished.runs() - 1) - committed;
    if (span > LARGEST_BITMAP || finished.runs() <= 2) {
      return runs;
    }
    byte[] bitmap = write(committed, finished, BITMAP, bitmap(committed, finished));
    return bitmap.length < runs.length ? bitmap : runs;
  }

  /**
   * Reads them.
   *
   * @return empty when these are not such bytes, or belong to another commit
   */
  static Optional<FinishedOffsets> read(byte[] bytes, long committed) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      if (readNumber(in) != committed) {
        return Optional.empty();
      }
      long newest = readNumber(in);
      return switch (in.get()) {
        case RUNS -> Optional.of(readRuns(in, committed).build(newest));
        case BITMAP -> Optional.of(readBitmap(in, committed).build(newest));
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException
        | ArithmeticException
        | IllegalArgumentException
        | DataFormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] write(long committed, FinishedOffsets finished, byte form, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 20);
    writeNumber(out, committed);
    writeNumber(out, finished.newest());
    out.write(form);
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static byte[] runs(long committed, FinishedOffsets finished) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long before = committed;
    for (int run = 0; run < finished.runs(); run++) {
      writeNumber(out, finished.begin(run) - before);
      writeNumber(out, finished.end(run) - finished.begin(run));
      before = finished.end(run);
    }
    return out.toByteArray();
  }

  private static FinishedOffsets.Builder readRuns(ByteBuffer in, long committed) {
    FinishedOffsets.Builder runs = new FinishedOffsets.Builder();
    long before = committed;
    while (in.hasRemaining()) {
      long begin = Math.addExact(before, readNumber(in));
      before = Math.addExact(begin, readNumber(in));
      runs.add(begin, before);
    }
    return runs;
  }

  private static byte[] bitmap(long committed, FinishedOffsets finished) {
    BitSet bits = new BitSet();
    for (int run = 0; run < finished.runs(); run++) {
      bits.set((int) (finished.begin(run) - committed), (int) (finished.end(run) - committed));
    }
    byte[] plain = bits.toByteArray();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      // Deflate adds five bytes a block to what it cannot make smaller.
      byte[] packed = new byte[plain.length + 64];
      int length = deflater.deflate(packed);
      return ByteBuffer.allocate(length).put(packed, 0, length).array();
    } finally {
      deflater.end();
    }
  }

  private static FinishedOffsets.Builder readBitmap(ByteBuffer in, long committed)
      throws DataFormatException {
    Inflater inflater = new Inflater(true);
    // One more than is ever written: a buffer that is full would not show the end.
    byte[] plain = new byte[LARGEST_BITMAP / 8 + 1];
    int length;
    try {
      inflater.setInput(in);
      length = inflater.inflate(plain);
      if (!inflater.finished()) {
        throw new DataFormatException("cut off, or more bits than are ever written");
      }
    } finally {
      inflater.end();
    }
    BitSet bits = BitSet.valueOf(ByteBuffer.wrap(plain, 0, length));
    FinishedOffsets.Builder runs = new FinishedOffsets.Builder();
    for (int begin = bits.nextSetBit(0); begin >= 0; ) {
      int end = bits.nextClearBit(begin);
      runs.add(committed + begin, committed + end);
      begin = bits.nextSetBit(end);
    }
    return runs;
  }

  private static void writeNumber(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long readNumber(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte part = in.get();
      number |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new ArithmeticException("a number of more than 63 bits");
  }
}
