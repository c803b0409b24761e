package io.zksolvency.stark.air;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.statement.PublicInputs;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Public inputs as the base field elements that the public coin starts with. */
public final class PublicElements {
  private static final long VERSION = 1;

  private PublicElements() {}

  /** Returns version, sizes, context, root, control digest, number of weights, weights. */
  public static long[] of(PublicInputs inputs) {
    long[] weights = inputs.weights();
    long[] sizes = {VERSION, inputs.log2Rows(), inputs.maxStepsLog2(), inputs.accounts()};
    LongStream elements = LongStream.concat(Arrays.stream(sizes), Arrays.stream(inputs.context()));
    elements = LongStream.concat(elements, digest(inputs.root()));
    elements = LongStream.concat(elements, digest(inputs.controlDigest()));
    elements = LongStream.concat(elements, LongStream.of(weights.length));
    return LongStream.concat(elements, Arrays.stream(weights).map(PeriodicColumns::element))
        .toArray();
  }

  private static LongStream digest(Digest digest) {
    return LongStream.of(digest.e0(), digest.e1(), digest.e2(), digest.e3());
  }
}
