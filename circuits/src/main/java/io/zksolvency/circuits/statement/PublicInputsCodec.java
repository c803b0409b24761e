package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of public inputs; the only place that writes them. */
public final class PublicInputsCodec {
  private static final int VERSION = 1;

  /** Everything but the weights: four u32, one u64, twelve field elements. */
  private static final int FIXED_BYTES = 4 * Integer.BYTES + 13 * Long.BYTES;

  private PublicInputsCodec() {}

  /** Returns the encoding. */
  public static byte[] encode(PublicInputs inputs) {
    long[] weights = inputs.weights();
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + Long.BYTES * weights.length);
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(VERSION);
    for (long element : inputs.context()) {
      out.putLong(element);
    }
    out.putInt(inputs.log2Rows()).putLong(inputs.accounts());
    out.put(inputs.root().toBytes()).put(inputs.controlDigest().toBytes());
    out.putInt(inputs.maxStepsLog2()).putInt(weights.length);
    for (long weight : weights) {
      out.putLong(weight);
    }
    return out.array();
  }

  /**
   * Returns the public inputs that the bytes encode.
   *
   * @throws IllegalArgumentException unless they are exactly one encoding of public inputs in range
   */
  public static PublicInputs decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      require(in.getInt() == VERSION, "unknown version");
      long[] context = {in.getLong(), in.getLong(), in.getLong(), in.getLong()};
      int log2Rows = in.getInt();
      long accounts = in.getLong();
      Digest root = digest(in);
      Digest controlDigest = digest(in);
      int maxStepsLog2 = in.getInt();
      int count = in.getInt();
      require(count >= 0 && in.remaining() == (long) Long.BYTES * count, "wrong length");
      long[] weights = new long[count];
      for (int i = 0; i < count; i++) {
        weights[i] = in.getLong();
      }
      return new PublicInputs(
          context, log2Rows, accounts, root, controlDigest, maxStepsLog2, weights);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("public inputs are truncated");
    }
  }

  private static Digest digest(ByteBuffer in) {
    byte[] bytes = new byte[Digest.BYTES];
    in.get(bytes);
    return Digest.fromBytes(bytes);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("public inputs: " + rule);
    }
  }
}
