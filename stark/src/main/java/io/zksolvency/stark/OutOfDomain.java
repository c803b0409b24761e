package io.zksolvency.stark;

import io.zksolvency.stark.field.Quadratic;
import io.zksolvency.stark.hash.Blake3;
import io.zksolvency.stark.proof.LedgerProof;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What a proof says the columns are at the out-of-domain point z and at gz: main, then auxiliary,
 * then the quotient's columns.
 */
record OutOfDomain(Quadratic[] atZ, Quadratic[] atGz) {
  /** Returns the values of a proof. */
  static OutOfDomain of(LedgerProof proof) {
    Quadratic[] trace = proof.traceFrame().quadratics();
    Quadratic[] quotient = proof.quotientFrame().quadratics();
    return new OutOfDomain(
        join(half(trace, 0), half(quotient, 0)), join(half(trace, 1), half(quotient, 1)));
  }

  /** Returns the hash of all values, those at z first. */
  byte[] hash() {
    Quadratic[] all = join(atZ, atGz);
    ByteBuffer bytes =
        ByteBuffer.allocate(Quadratic.BYTES * all.length).order(ByteOrder.LITTLE_ENDIAN);
    for (Quadratic value : all) {
      bytes.putLong(value.a()).putLong(value.b());
    }
    return Blake3.hash(bytes.array());
  }

  private static Quadratic[] half(Quadratic[] values, int number) {
    int width = values.length / 2;
    return Arrays.copyOfRange(values, number * width, (number + 1) * width);
  }

  private static Quadratic[] join(Quadratic[] first, Quadratic[] second) {
    return Stream.of(first, second).flatMap(Arrays::stream).toArray(Quadratic[]::new);
  }
}
