package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Each part of the relation and each check of the verifiers is needed. */
@EnabledIfSystemProperty(named = "corpus.mutants", matches = "true")
class CorpusMutantsTest {
  @Test
  void aCaseTellsEveryMutant() throws Exception {
    MutationReport report = new MutationReport();
    CorpusMutants.run(report);
    assertThat(report.finish(Boolean.getBoolean("corpus.mutants.write"))).isEmpty();
  }
}
