package io.zksolvency.stark.proof;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.stark.MalformedProofException;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.hash.Blake3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Some bytes of a proof, not copied. */
public record Slice(byte[] bytes, int offset, int length) {
  /** Returns bytes {@code from} to {@code from + length} of this slice. */
  public Slice part(int from, int partLength) {
    return new Slice(bytes, offset + from, partLength);
  }

  /** Returns the slice cut into parts of equal length. */
  public Slice[] parts(int partLength) {
    return IntStream.range(0, length / partLength)
        .mapToObj(i -> part(i * partLength, partLength))
        .toArray(Slice[]::new);
  }

  /** Returns a copy of the bytes. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Returns Blake3 of the bytes: for canonical field elements, the hash of the elements. */
  public byte[] hash() {
    return Blake3.hash(bytes, offset, length);
  }

  /** Returns the bytes as base field elements. */
  public long[] elements() {
    long[] elements = new long[length / Long.BYTES];
    view().asLongBuffer().get(elements);
    return elements;
  }

  /** Returns the bytes as elements of the extension. */
  public Cubic[] cubics() {
    long[] coordinates = elements();
    return IntStream.range(0, coordinates.length / Cubic.DEGREE)
        .map(i -> i * Cubic.DEGREE)
        .mapToObj(i -> new Cubic(coordinates[i], coordinates[i + 1], coordinates[i + 2]))
        .toArray(Cubic[]::new);
  }

  /**
   * @throws MalformedProofException if eight bytes from the start on are no field element
   */
  void requireCanonical() throws MalformedProofException {
    ByteBuffer view = view();
    while (view.hasRemaining()) {
      if (!Goldilocks.isCanonical(view.getLong())) {
        int at = view.position() - Long.BYTES;
        throw ByteReader.malformed(at, "a field element is not below the modulus");
      }
    }
  }

  private ByteBuffer view() {
    return ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
