package io.zksolvency.stark.air;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.stark.RandomElements;
import io.zksolvency.stark.Vectors;
import io.zksolvency.stark.field.Cubic;
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
      Cubic z,
      Cubic[] coefficients) {
    static Case of(JsonNode vector) {
      RandomElements random = new RandomElements(vector.get("random").asLong());
      Cubic[] main = random.cubics(Columns.MAIN);
      Cubic[] mainNext = random.cubics(Columns.MAIN);
      Cubic[] aux = random.cubics(Columns.AUX);
      Frame frame = new Frame(main, mainNext, aux, random.cubics(Columns.AUX));
      Cubic[] columns = random.cubics(3);
      Cubic[] challenges = random.cubics(Relation.CHALLENGES);
      return new Case(
          PublicInputsCodec.decode(Vectors.bytes(vector.get("inputs"))),
          frame,
          new PeriodicColumns(columns[0], columns[1], columns[2]),
          new Challenges(challenges[0], challenges[1]),
          random.cubic(),
          random.cubics(Relation.CONSTRAINTS + Relation.ASSERTIONS));
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
      List<Cubic> values =
          Relation.evaluate(c.frame, c.periodic, c.inputs.maxStepsLog2(), c.challenges);
      assertThat(values).hasSize(Relation.CONSTRAINTS);
      assertThat(values).as(AGAIN).isEqualTo(Vectors.cubics(vector.get("values")));
    }
  }

  @Test
  void periodicColumnsHaveTheirValues() {
    for (JsonNode vector : Vectors.read("constraints")) {
      Case c = Case.of(vector);
      PeriodicColumns found = PeriodicColumns.at(c.z, c.inputs);
      assertThat(List.of(found.key(), found.weight(), found.root()))
          .isEqualTo(Vectors.cubics(vector.get("periodic_at_z")));
    }
  }

  @Test
  void theQuotientHasItsValue() {
    for (JsonNode vector : Vectors.read("constraints")) {
      Case c = Case.of(vector);
      Cubic quotient = Quotient.at(c.z, c.frame, c.inputs, c.challenges, c.coefficients);
      assertThat(quotient).as(AGAIN).isEqualTo(Vectors.cubic(vector.get("quotient_at_z")));
    }
  }
}
