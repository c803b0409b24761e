package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.ProofReader;
import io.zksolvency.stark.proof.ProofShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** FRI's remainder must be the committed one: a prover could fit another to the queries. */
class ForgedRemainderTest {
  private final Golden golden = Golden.of("batch-16");

  @Test
  void aRemainderFittedToTheQueriesIsRefused() throws Exception {
    PublicInputs inputs = PublicInputsCodec.decode(golden.inputs());
    byte[] forged = forge(inputs, golden.parts());
    assertThat(forged).isNotEqualTo(golden.proof());

    // Nothing but the comparison with the commitment tells it from the honest one.
    LedgerProof parts = ProofReader.read(forged, ProofShape.of(inputs));
    assertThatCode(() -> new Verification(inputs, parts).run()).doesNotThrowAnyException();
    assertThat(Verdict.of(golden.inputs(), forged))
        .isEqualTo(new Verdict("rejected", "FRI's remainder is not the committed one"));
  }

  /** Adds a polynomial that vanishes wherever the remainder is compared. */
  private byte[] forge(PublicInputs inputs, LedgerProof proof) {
    ProofShape shape = ProofShape.of(inputs);
    Domain last = Domain.of(shape.domainLog2() - 3 * shape.friLayers());
    long[] vanishing = new long[proof.remainder().length() / Cubic.BYTES];
    vanishing[0] = 1;
    int[] positions =
        Arrays.stream(Transcript.of(inputs, proof).positions())
            .map(p -> p % last.size())
            .distinct()
            .toArray();
    assertThat(positions.length).isLessThan(vanishing.length);
    for (int position : positions) {
      long x = last.shiftedAt(position);
      for (int i = vanishing.length - 1; i >= 0; i--) {
        long below = i == 0 ? 0 : vanishing[i - 1];
        vanishing[i] = Goldilocks.sub(below, Goldilocks.mul(x, vanishing[i]));
      }
    }
    byte[] forged = golden.proof().clone();
    ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < vanishing.length; i++) {
      // Coefficients of the remainder stand highest first.
      int at = proof.remainder().offset() + Cubic.BYTES * (vanishing.length - 1 - i);
      bytes.putLong(at, Goldilocks.add(bytes.getLong(at), vanishing[i]));
    }
    return forged;
  }
}
