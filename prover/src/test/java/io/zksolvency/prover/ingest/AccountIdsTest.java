package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIdsTest {
  private static final long SEED = 7;
  private static final String CHARACTERS =
      "ab1 ,\"'@-\u00e9e\u0301\u0430\u200b\u202e\u00a0\u3000\u2028\ufeff\u00ad\t\n\u0000\u007f\u0085\u4e2d\u1100\u1161";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "alice@example.com",
        "b, c",
        "\u00e9",
        "\u0430lice",
        "\u4e2d\u6587",
        "x'y\"z"
      })
  void accepts(String id) {
    assertThat(AccountIds.problem(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "a ",
        "a\tb",
        "a\nb",
        "a\u0000",
        "a\u200bb",
        "\ufeffa",
        "a\u202eb",
        "a\u00a0b",
        "a\u3000b",
        "a\u2028b",
        "a\u00adb",
        "e\u0301",
        "\u212b",
        "a\u007f",
        "a\u0085b"
      })
  void refuses(String id) {
    assertThat(AccountIds.problem(id)).isPresent();
  }

  @Test
  void boundsTheLengthInBytes() {
    assertThat(AccountIds.problem("x".repeat(256))).isEmpty();
    assertThat(AccountIds.problem("x".repeat(257))).isPresent();
    assertThat(AccountIds.problem("\u00e9".repeat(129))).isPresent();
  }

  @Test
  void theDatabaseHasTheSameRule() throws Exception {
    Random random = new Random(SEED);
    List<String> ids = new ArrayList<>(List.of("x".repeat(256), "x".repeat(257)));
    for (int i = 0; i < 2000; i++) {
      StringBuilder id = new StringBuilder();
      int length = 1 + random.nextInt(6);
      for (int j = 0; j < length; j++) {
        id.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      if (id.indexOf("\u0000") < 0) { // Not in an SQL text; refused as a control character.
        ids.add(id.toString());
      }
    }
    StringBuilder values = new StringBuilder();
    for (String id : ids) {
      values
          .append(values.isEmpty() ? "" : ", ")
          .append("(")
          .append(StagedRows.literal(id))
          .append(")");
    }
    try (LedgerDatabase database = new Ingestions(directory).scratch()) {
      List<String> seen = new ArrayList<>();
      database.query(
          "SELECT id, %s FROM (VALUES %s) v(id)".formatted(AccountIds.sqlIsValid("id"), values),
          row -> {
            seen.add(row.getString(1));
            assertThat(row.getBoolean(2))
                .as("seed %d, id %s", SEED, row.getString(1).codePoints().boxed().toList())
                .isEqualTo(AccountIds.problem(row.getString(1)).isEmpty());
          });
      assertThat(seen).hasSize(ids.size());
    }
  }
}
