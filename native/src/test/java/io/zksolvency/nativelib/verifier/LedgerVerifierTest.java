package io.zksolvency.nativelib.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.ProofRejectedException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How codes become exceptions. */
class LedgerVerifierTest {
  private static final byte[] SOME = {1, 2, 3};

  @Test
  void zeroAlonePasses() {
    assertThatCode(() -> verifier(0, "").verify(SOME, SOME)).doesNotThrowAnyException();
  }

  @Test
  void verdictsCarryTheReason() {
    assertThatThrownBy(() -> verifier(1, "wróng total").verify(SOME, SOME))
        .isInstanceOf(ProofRejectedException.class)
        .hasMessage("wróng total");
    assertThatThrownBy(() -> verifier(2, "truncated").verify(SOME, SOME))
        .isInstanceOf(MalformedProofException.class)
        .hasMessage("truncated");
    assertThatThrownBy(() -> verifier(3, "public inputs").verify(SOME, SOME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("public inputs");
  }

  @ParameterizedTest
  @ValueSource(ints = {255, -1, 4, Integer.MIN_VALUE})
  void everyOtherCodeIsABug(int code) {
    assertThatThrownBy(() -> verifier(code, "").verify(SOME, SOME))
        .isInstanceOf(NativeBugException.class);
    assertThatThrownBy(() -> verifier(code, "").relationId())
        .isInstanceOf(NativeBugException.class);
    assertThatThrownBy(() -> verifier(code, "").parametersJson())
        .isInstanceOf(NativeBugException.class);
  }

  @Test
  void aReasonWithoutEndOrInBrokenUtf8IsStillShown() {
    byte[] endless = new byte[5000];
    Arrays.fill(endless, (byte) 0xFF);
    assertThatThrownBy(
            () -> new LedgerVerifier(new InsecureVerifierBinding(1, endless)).verify(SOME, SOME))
        .isInstanceOf(ProofRejectedException.class)
        .hasMessageContaining("\uFFFD");
  }

  @Test
  void hugeArgumentsNeverReachNativeCode() {
    InsecureVerifierBinding binding = new InsecureVerifierBinding(0, "");
    LedgerVerifier verifier = new LedgerVerifier(binding);
    assertThatThrownBy(() -> verifier.verify(SOME, new byte[LedgerVerifier.MAX_PROOF_BYTES + 1]))
        .isInstanceOf(MalformedProofException.class);
    assertThatThrownBy(() -> verifier.verify(new byte[(1 << 17) + 1], SOME))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> verifier.verify(null, SOME)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> verifier.verify(SOME, null)).isInstanceOf(NullPointerException.class);
    assertThat(binding.calls).isZero();
  }

  private static LedgerVerifier verifier(int code, String reason) {
    return new LedgerVerifier(new InsecureVerifierBinding(code, reason));
  }
}
