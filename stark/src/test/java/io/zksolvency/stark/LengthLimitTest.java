package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LengthLimitTest {
  private final Golden golden = Golden.of("batch-16");

  private Verdict extendedTo(int length) {
    return Verdict.of(golden.inputs(), Arrays.copyOf(golden.proof(), length));
  }

  @Test
  void nothingLongerThanTheLimitIsLookedAt() {
    int limit = LedgerProofVerifier.MAX_PROOF_BYTES;
    assertThat(extendedTo(limit).reason()).startsWith("bytes follow the proof");
    assertThat(extendedTo(limit + 1))
        .isEqualTo(new Verdict("malformed", "2000001 bytes, at most 2000000 are read"));
  }
}
