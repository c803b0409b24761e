package io.zksolvency.stark.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.Blake3Digest;

/** Blake3 with 256 bits of output. Thread-safe. */
public final class Blake3 {
  /** Bytes of a digest. */
  public static final int BYTES = 32;

  private Blake3() {}

  /** Returns the digest of some bytes of an array. */
  public static byte[] hash(byte[] bytes, int offset, int length) {
    Blake3Digest digest = new Blake3Digest(BYTES * Byte.SIZE);
    digest.update(bytes, offset, length);
    byte[] out = new byte[BYTES];
    digest.doFinal(out, 0);
    return out;
  }

  /** Returns the digest of the bytes. */
  public static byte[] hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /** Returns the digest of two digests, one after the other. */
  public static byte[] merge(byte[] left, byte[] right) {
    byte[] both = new byte[2 * BYTES];
    System.arraycopy(left, 0, both, 0, BYTES);
    System.arraycopy(right, 0, both, BYTES, BYTES);
    return hash(both);
  }

  /** Returns the digest of a digest and a little-endian u64. */
  public static byte[] mergeWithInt(byte[] seed, long value) {
    ByteBuffer both = ByteBuffer.allocate(BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return hash(both.put(seed).putLong(value).array());
  }
}
