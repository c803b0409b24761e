package io.zksolvency.circuits.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** A Rescue-Prime digest: four canonical field elements, 32 little-endian bytes. Not secret. */
public record Digest(long e0, long e1, long e2, long e3) {
  /** Length of {@link #toBytes()}. */
  public static final int BYTES = 32;

  /** Four zero elements. */
  public static final Digest ZERO = new Digest(0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException if an element is not below the modulus
   */
  public Digest {
    Goldilocks.requireCanonical(e0);
    Goldilocks.requireCanonical(e1);
    Goldilocks.requireCanonical(e2);
    Goldilocks.requireCanonical(e3);
  }

  /**
   * Returns the digest that 32 bytes encode.
   *
   * @throws IllegalArgumentException if the length is wrong or an element is not below the modulus
   */
  public static Digest fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
    return read(ByteBuffer.wrap(bytes), 0);
  }

  /**
   * Returns the digest at byte {@code position} of {@code buffer}, whose own position and order are
   * left alone.
   *
   * @throws IllegalArgumentException if an element is not below the modulus
   */
  public static Digest read(ByteBuffer buffer, int position) {
    ByteBuffer view = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return new Digest(
        view.getLong(position),
        view.getLong(position + 8),
        view.getLong(position + 16),
        view.getLong(position + 24));
  }

  /**
   * Returns the digest that 64 lower-case hex digits encode.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Digest fromHex(String hex) {
    return fromBytes(Hex.parse(hex, BYTES));
  }

  /** Returns the 32 bytes. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(e0).putLong(e1).putLong(e2).putLong(e3);
    return out.array();
  }

  /** Returns the 32 bytes as 64 lower-case hex digits. */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public String toString() {
    return toHex();
  }
}
