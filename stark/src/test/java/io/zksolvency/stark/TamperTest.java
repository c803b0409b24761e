package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Golden proofs, edited in every way that fits the time: never accepted, never another exception.
 */
class TamperTest {
  private final Golden golden = Golden.of("batch-16");

  private void assertRefused(byte[] proof, String what) {
    assertThat(Verdict.of(golden.inputs(), proof).accepted()).as(what).isFalse();
  }

  private void flip(int at, int mask) {
    byte[] changed = golden.proof().clone();
    changed[at] ^= (byte) mask;
    assertRefused(changed, "byte " + at + " xor " + mask);
  }

  @Test
  void everyBitOfTheHeaderMatters() {
    for (int at = 0; at < Golden.HEADER_BYTES + 3; at++) {
      for (int bit = 0; bit < 8; bit++) {
        flip(at, 1 << bit);
      }
    }
  }

  @Test
  void everyLengthMatters() {
    for (Map.Entry<String, Integer> section : golden.sections().entrySet()) {
      if (!section.getKey().equals("end")) {
        for (int i = 0; i < 12 && section.getValue() + i < golden.proof().length; i++) {
          flip(section.getValue() + i, 1 << (i % 8));
        }
      }
    }
  }

  @Test
  void noByteMayChange() {
    int length = golden.proof().length;
    RandomElements random = new RandomElements(1);
    for (int round = 0; round < 2500; round++) {
      flip(random.below(length), 1 << random.below(8));
    }
    for (int at = length - 300; at < length; at++) {
      flip(at, 1 << (at % 8));
    }
  }

  @Test
  void noTruncationOrExtensionIsAccepted() {
    byte[] proof = golden.proof();
    for (int end = 0; end < proof.length; end += end < 1000 ? 1 : 331) {
      assertRefused(Arrays.copyOf(proof, end), "cut to " + end);
    }
    for (int extra : new int[] {1, 2, 8, 32, 1000, proof.length}) {
      assertRefused(Arrays.copyOf(proof, proof.length + extra), "extended by " + extra);
    }
    assertRefused(new byte[0], "nothing");
    assertRefused(new byte[LedgerProofVerifier.MAX_PROOF_BYTES + 1], "too much");
  }

  @Test
  void noScatteredEditIsAccepted() {
    RandomElements random = new RandomElements(2);
    byte[] fills = {0, 1, 127, (byte) 128, (byte) 255};
    for (int round = 0; round < 1500; round++) {
      byte[] changed = golden.proof().clone();
      for (int edits = random.below(3); edits >= 0; edits--) {
        int at = random.below(changed.length);
        int end = Math.min(at + 1 + random.below(40), changed.length);
        switch (random.below(3)) {
          case 0 -> Arrays.fill(changed, at, end, fills[random.below(fills.length)]);
          case 1 -> changed[at]++;
          default -> {
            byte[] shorter = Arrays.copyOf(changed, changed.length - (end - at));
            System.arraycopy(changed, end, shorter, at, changed.length - end);
            changed = shorter;
          }
        }
      }
      if (!Arrays.equals(changed, golden.proof())) {
        assertRefused(changed, "round " + round);
      }
    }
  }

  @Test
  void noOtherPublicInputIsAccepted() {
    for (int at = 0; at < golden.inputs().length; at++) {
      byte[] inputs = golden.inputs().clone();
      inputs[at] ^= 1;
      assertThat(Verdict.of(inputs, golden.proof()).accepted()).as("byte " + at).isFalse();
      inputs[at] ^= (byte) 128;
      assertThat(Verdict.of(inputs, golden.proof()).accepted()).as("byte " + at).isFalse();
    }
    for (int end = 0; end < golden.inputs().length; end++) {
      byte[] cut = Arrays.copyOf(golden.inputs(), end);
      assertThat(Verdict.of(cut, golden.proof()).kind()).isEqualTo("invalid-inputs");
    }
  }
}
