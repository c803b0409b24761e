package io.zksolvency.stark.air;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.stark.RandomElements;
import io.zksolvency.stark.Vectors;
import io.zksolvency.stark.field.Quadratic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every constraint and assertion has the value that the Rust relation gives it on random rows. */
class RelationTest {
  private static final String AGAIN =
      "of another relation? cargo test --release -p ledger-prover --test vectors -- --ignored";

  private record Case(
      PublicInputs inputs,
      Frame frame,
      PeriodicColumns periodic,
      Challenges challenges,
      Quadratic z,
      Quadratic[] coefficients) {
    static Case of(JsonNode vector) {
      RandomElements random = new RandomElements(vector.get("random").asLong());
      Quadratic[] main = random.quadratics(Columns.MAIN);
      Quadratic[] mainNext = random.quadratics(Columns.MAIN);
      Quadratic[] aux = random.quadratics(Columns.AUX);
      Frame frame = new Frame(main, mainNext, aux, random.quadratics(Columns.AUX));
      Quadratic[] columns = random.quadratics(3);
      Quadratic[] challenges = random.quadratics(Relation.CHALLENGES);
      return new Case(
          PublicInputsCodec.decode(Vectors.bytes(vector.get("inputs"))),
          frame,
          new PeriodicColumns(columns[0], columns[1], columns[2]),
          new Challenges(challenges[0], challenges[1]),
          random.quadratic(),
          random.quadratics(Relation.CONSTRAINTS + Relation.ASSERTIONS));
    }
  }

  @Test
  void vectorsAreOfThisRelation() {
    assertThat(Vectors.read("relation").asText()).as(AGAIN).isEqualTo(RelationId.HEX);
  }

  @Test
  void everyConstraintHasItsValue() {
    for (JsonNode vector : Vectors.read("constraints")) {
      Case c = Case.of(vector);
      List<Quadratic> values =
          Relation.evaluate(c.frame, c.periodic, c.inputs.maxStepsLog2(), c.challenges);
      assertThat(values).hasSize(Relation.CONSTRAINTS);
      assertThat(values).as(AGAIN).isEqualTo(Vectors.quadratics(vector.get("values")));
    }
  }

  @Test
  void periodicColumnsHaveTheirValues() {
    for (JsonNode vector : Vectors.read("constraints")) {
      Case c = Case.of(vector);
      PeriodicColumns found = PeriodicColumns.at(c.z, c.inputs);
      assertThat(List.of(found.key(), found.weight(), found.root()))
          .isEqualTo(Vectors.quadratics(vector.get("periodic_at_z")));
    }
  }

  @Test
  void theQuotientHasItsValue() {
    for (JsonNode vector : Vectors.read("constraints")) {
      Case c = Case.of(vector);
      Quadratic quotient = Quotient.at(c.z, c.frame, c.inputs, c.challenges, c.coefficients);
      assertThat(quotient).as(AGAIN).isEqualTo(Vectors.quadratic(vector.get("quotient_at_z")));
    }
  }
}
