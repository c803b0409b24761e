package io.zksolvency.prover.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  @Test
  void findsTheBatchOfAPosition() {
    BatchPlan plan = new BatchPlan(15, List.of(0L, 10L, 25L), 40);
    assertThat(plan.batches()).isEqualTo(3);
    assertThat(plan.batchOf(0)).isZero();
    assertThat(plan.batchOf(9)).isZero();
    assertThat(plan.batchOf(10)).isEqualTo(1);
    assertThat(plan.batchOf(39)).isEqualTo(2);
    assertThat(plan.from(1)).isEqualTo(10);
    assertThat(plan.to(1)).isEqualTo(25);
    assertThat(plan.to(2)).isEqualTo(40);
  }
}
