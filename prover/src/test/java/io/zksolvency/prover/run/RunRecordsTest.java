package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
  @TempDir Path directory;

  private static RunRecords.Identity identity(String name, String time) {
    return new RunRecords.Identity(
        RunRecords.Identity.FORMAT, "00", name, 0, "00", time, "a", "b", false, "c", "d");
  }

  @Test
  void recordsAreReadAsTheyWereWritten() throws Exception {
    Path file = directory.resolve("plan.json");
    RunRecords.Plan plan =
        new RunRecords.Plan(
            5,
            6,
            7,
            -3,
            2,
            true,
            1,
            new TreeMap<>(Map.of(2, Long.MAX_VALUE)),
            "h",
            15,
            List.of(0L, 1L << 40));
    RunRecords.write(file, plan);
    assertThat(RunRecords.read(file, RunRecords.Plan.class)).contains(plan);
    RunRecords.Identity identity = identity("n\u00e4me", "2026-11-01T00:00:00Z");
    RunRecords.write(file, identity);
    assertThat(RunRecords.read(file, RunRecords.Identity.class)).contains(identity);
    assertThat(RunRecords.read(directory.resolve("none"), RunRecords.Plan.class)).isEmpty();
  }

  @Test
  void damagedRecordsAreErrorsThatShowNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("plan.json"), "{\"accounts\": 987654321987, ");
    assertThatThrownBy(() -> RunRecords.read(file, RunRecords.Plan.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--fresh")
        // Long enough that no random name of a temporary folder contains it.
        .hasMessageNotContaining("987654321987");
    Files.writeString(file, "{\"accounts\": 77, \"surplus\": 1}");
    assertThatThrownBy(() -> RunRecords.read(file, RunRecords.Plan.class))
        .isInstanceOf(IOException.class);
  }

  @Test
  void noChangedBitGoesUnnoticed() throws Exception {
    Path file = directory.resolve("run.json");
    RunRecords.Identity written = identity("name", "2026-11-01T00:00:00Z");
    RunRecords.write(file, written);
    byte[] sound = Files.readAllBytes(file);
    int refused = 0;
    for (int bit = 0; bit < 8 * sound.length; bit++) {
      byte[] changed = sound.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, changed);
      try {
        // White space may change.
        assertThat(RunRecords.read(file, RunRecords.Identity.class)).contains(written);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("run.json is damaged").hasMessageContaining("--fresh");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(6 * sound.length);
  }

  @Test
  void differencesAreNamed() {
    assertThat(identity("x", "t").differences(identity("x", "t"))).isEmpty();
    assertThat(identity("x", "t").differences(identity("y", "u")))
        .containsExactly("name", "snapshot time");
  }

  @Test
  void aLedgerCountsAsProvenOnlyWithItsFilesAsTheyWere() throws Exception {
    Path record = directory.resolve("r.json");
    Path proof = Files.writeString(directory.resolve("proof"), "proof");
    Path published = directory.resolve("published");
    Path tree = Files.writeString(directory.resolve("tree"), "tree");
    LedgerFiles batch = new LedgerFiles(record, proof, published, Optional.of(tree));
    LedgerFiles general = new LedgerFiles(record, proof, published, Optional.empty());
    List<Entry> entries = List.of(new Entry(0, 1), new Entry(1, (1L << 56) - 1));
    RunRecords.Ledger ledger =
        new RunRecords.Ledger(
            15,
            9,
            "root",
            "control",
            sha256("proof"),
            sha256("tree"),
            LedgerProofs.toPairs(entries),
            4);
    assertThat(LedgerProofs.find(batch)).isEmpty();
    RunRecords.write(record, ledger);
    assertThat(LedgerProofs.find(batch))
        .hasValueSatisfying(
            found -> {
              assertThat(found.root()).isEqualTo("root");
              assertThat(LedgerProofs.toEntries(found.controlEntries())).isEqualTo(entries);
            });
    Files.writeString(tree, "tre3");
    assertThat(LedgerProofs.find(batch)).isEmpty();
    assertThat(LedgerProofs.find(general)).isPresent();
    Files.writeString(proof, "proo");
    assertThat(LedgerProofs.find(general)).isEmpty();
    Files.delete(proof);
    assertThat(LedgerProofs.find(general)).isEmpty();
    Files.writeString(published, "another");
    assertThat(LedgerProofs.find(general)).isEmpty();
    Files.writeString(published, "proof");
    assertThat(LedgerProofs.find(general)).isPresent();
    assertThat(proof).hasContent("proof");
    assertThat(ledger.toString()).doesNotContain("72057594037927935");
  }

  private static String sha256(String text) {
    return Hex.format(HashInput.sha256(text.getBytes()));
  }
}
