package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import io.zksolvency.stark.fri.FriVerifier;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.ProofShape;
import io.zksolvency.stark.proof.Slice;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** FRI compares every layer with the next, at every position: changes that no hash would show. */
class LowDegreeTest {
  private final PublicInputs inputs =
      PublicInputsCodec.decode(Golden.of("general-ledger-17").inputs());
  private final LedgerProof proof = Golden.of("general-ledger-17").parts();
  private final Transcript transcript = Transcript.of(inputs, proof);
  private final Domain domain = ProofShape.of(inputs).domain();
  private final Cubic[] values = values();

  /** The values at the positions, as the first layer has them. */
  private Cubic[] values() {
    int rows = domain.size() / ProofShape.FOLDING;
    int[] positions = transcript.positions();
    int[] opened = Arrays.stream(positions).map(p -> p % rows).distinct().toArray();
    Slice[] layer = proof.friLayers().get(0).rows();
    return Arrays.stream(positions)
        .mapToObj(
            p -> {
              int row =
                  IntStream.range(0, opened.length)
                      .filter(i -> opened[i] == p % rows)
                      .findFirst()
                      .orElseThrow();
              return layer[row].cubics()[p / rows];
            })
        .toArray(Cubic[]::new);
  }

  private FriVerifier fri(Cubic[] alphas, Cubic[] changed) {
    return new FriVerifier(proof, domain, alphas, transcript.positions(), changed);
  }

  @Test
  void acceptsWhatFolds() {
    assertThatCode(() -> fri(transcript.alphas(), values).verify()).doesNotThrowAnyException();
  }

  @Test
  void refusesAnyOtherValue() {
    for (int i = 0; i < values.length; i++) {
      Cubic[] changed = values.clone();
      changed[i] = changed[i].add(Cubic.ONE);
      assertThatThrownBy(() -> fri(transcript.alphas(), changed).verify())
          .isInstanceOf(ProofRejectedException.class)
          .hasMessage("FRI layer 0 is not what was folded into it");
    }
  }

  @Test
  void refusesAnyOtherFolding() {
    int layers = transcript.alphas().length;
    for (int layer = 0; layer < layers; layer++) {
      Cubic[] alphas = transcript.alphas().clone();
      alphas[layer] = alphas[layer].add(new Cubic(0, 1, 0));
      String message =
          layer + 1 < layers
              ? "FRI layer " + (layer + 1) + " is not what was folded into it"
              : "FRI's last layer is not the remainder";
      assertThatThrownBy(() -> fri(alphas, values).verify())
          .isInstanceOf(ProofRejectedException.class)
          .hasMessage(message);
    }
  }
}
