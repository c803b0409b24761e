package io.zksolvency.stark;

import io.zksolvency.stark.field.Cubic;
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
record OutOfDomain(Cubic[] atZ, Cubic[] atGz) {
  /** Returns the values of a proof. */
  static OutOfDomain of(LedgerProof proof) {
    Cubic[] trace = proof.traceFrame().cubics();
    Cubic[] quotient = proof.quotientFrame().cubics();
    return new OutOfDomain(
        join(half(trace, 0), half(quotient, 0)), join(half(trace, 1), half(quotient, 1)));
  }

  /** Returns the hash of all values, those at z first. */
  byte[] hash() {
    Cubic[] all = join(atZ, atGz);
    ByteBuffer bytes = ByteBuffer.allocate(Cubic.BYTES * all.length).order(ByteOrder.LITTLE_ENDIAN);
    for (Cubic value : all) {
      bytes.putLong(value.a()).putLong(value.b()).putLong(value.c());
    }
    return Blake3.hash(bytes.array());
  }

  private static Cubic[] half(Cubic[] values, int number) {
    int width = values.length / 2;
    return Arrays.copyOfRange(values, number * width, (number + 1) * width);
  }

  private static Cubic[] join(Cubic[] first, Cubic[] second) {
    return Stream.of(first, second).flatMap(Arrays::stream).toArray(Cubic[]::new);
  }
}
