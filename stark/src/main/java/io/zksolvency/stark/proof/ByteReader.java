package io.zksolvency.stark.proof;

import io.zksolvency.stark.MalformedProofException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads little-endian values from untrusted bytes, never past their end. */
final class ByteReader {
  /** Longest length that is read; sums of such lengths stay far from overflowing. */
  private static final long MAX_LENGTH = 0xffffffffL;

  private final byte[] bytes;
  private final ByteBuffer in;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns how many bytes have been read. */
  int position() {
    return in.position();
  }

  /** Returns whether nothing is left. */
  boolean atEnd() {
    return !in.hasRemaining();
  }

  int u8() throws MalformedProofException {
    return require(Byte.BYTES).get() & 0xff;
  }

  int u16() throws MalformedProofException {
    return require(Short.BYTES).getShort() & 0xffff;
  }

  long u32() throws MalformedProofException {
    return require(Integer.BYTES).getInt() & 0xffffffffL;
  }

  long u64() throws MalformedProofException {
    return require(Long.BYTES).getLong();
  }

  /**
   * Reads an integer of variable length: as many zero bits as bytes follow, a one, then the value;
   * a zero byte announces eight whole bytes.
   *
   * @throws MalformedProofException unless it is in its shortest form and below 2^32
   */
  long length() throws MalformedProofException {
    int start = position();
    int first = u8();
    int more = first == 0 ? 8 : Integer.numberOfTrailingZeros(first);
    long value;
    if (more == 8) {
      value = u64();
    } else {
      value = first;
      for (int i = 1; i <= more; i++) {
        value |= (long) u8() << (8 * i);
      }
      value >>>= more + 1;
    }
    boolean shortest = more == 0 || value >>> (7 * more) != 0;
    if (!shortest || Long.compareUnsigned(value, MAX_LENGTH) > 0) {
      throw malformed(start, "a length is not in its shortest form, or far too large");
    }
    return value;
  }

  /** Returns the next bytes, not copied. */
  Slice take(long length) throws MalformedProofException {
    int start = position();
    require(length).position(start + (int) length);
    return new Slice(bytes, start, (int) length);
  }

  private ByteBuffer require(long length) throws MalformedProofException {
    if (length > in.remaining()) {
      throw malformed(bytes.length, "the proof is truncated");
    }
    return in;
  }

  static MalformedProofException malformed(int at, String reason) {
    return new MalformedProofException(reason + " (at byte " + at + ")");
  }
}
