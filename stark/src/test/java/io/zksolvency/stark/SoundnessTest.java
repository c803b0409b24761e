package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The bound, with figures that winterfell gives for the same parameters. */
class SoundnessTest {
  @Test
  void thePinnedParametersHaveAHundredBits() {
    for (int log2Rows = 15; log2Rows <= 18; log2Rows++) {
      Soundness pinned = Soundness.pinned(log2Rows);
      assertThat((int) pinned.bits()).isGreaterThanOrEqualTo(100);
      assertThatCode(pinned::require).doesNotThrowAnyException();
    }
  }

  @Test
  void weakerOnesVerifyNothing() {
    for (Soundness weak :
        new Soundness[] {
          new Soundness(1, 8, 21, 3, 8, 15),
          new Soundness(52, 8, 21, 3, 8, 15),
          new Soundness(53, 8, 20, 3, 8, 15),
          new Soundness(53, 4, 21, 3, 8, 15),
          new Soundness(53, 8, 21, 2, 8, 15),
          new Soundness(98, 8, 18, 2, 8, 15),
        }) {
      assertThatThrownBy(weak::require)
          .isInstanceOf(ProofRejectedException.class)
          .hasMessageContaining("proven security");
    }
  }

  @Test
  void eachRoundCanBeTheWorst() {
    assertThat((int) new Soundness(53, 8, 21, 3, 8, 15).bits()).isEqualTo(100);
    assertThat((int) new Soundness(100, 8, 18, 2, 8, 15).bits()).isEqualTo(101);
    assertThat((int) new Soundness(255, 8, 0, 2, 8, 15).bits()).isEqualTo(105);
    assertThat((int) new Soundness(255, 8, 0, 2, 8, 18).bits()).isEqualTo(102);
    assertThat((int) new Soundness(255, 8, 0, 3, 8, 18).bits()).isEqualTo(128);
    assertThat((int) new Soundness(255, 8, 0, 1, 8, 15).bits()).isLessThan(48);
  }
}
