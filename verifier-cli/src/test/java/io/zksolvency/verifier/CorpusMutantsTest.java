package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Each check of the Java verifier is needed: without it some case of the corpus ends otherwise. */
@EnabledIfSystemProperty(named = "corpus.mutants", matches = "true")
class CorpusMutantsTest {
  @Test
  void aCaseTellsEveryMutant() throws Exception {
    assertThat(CorpusMutants.survivors()).isEmpty();
  }
}
