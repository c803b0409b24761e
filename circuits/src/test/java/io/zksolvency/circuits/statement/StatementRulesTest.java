package io.zksolvency.circuits.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HeapTree;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementRulesTest {
  private SolvencyStatement good;
  private byte[] relationId;

  @BeforeEach
  void read() throws IOException {
    good = Statements.statement(Statements.vectors().get(1));
    relationId = good.header().relationId();
  }

  private void expect(StatementRule rule, SolvencyStatement statement) {
    StatementRejectedException e =
        catchThrowableOfType(
            StatementRejectedException.class, () -> StatementRules.check(statement, relationId));
    assertThat(e).isNotNull();
    assertThat(e.rule()).isEqualTo(rule);
  }

  private SolvencyStatement with(List<BatchRecord> batches) {
    return new SolvencyStatement(
        good.header(), batches, good.generalLedger(), good.exclusions(), good.issuerKey());
  }

  private SolvencyStatement batch(int b, UnaryOperator<BatchRecord> change) {
    List<BatchRecord> batches = new ArrayList<>(good.batches());
    batches.set(b, change.apply(batches.get(b)));
    return with(batches);
  }

  private SolvencyStatement ledger(int rows, long accounts, List<Entry> entries, String file) {
    GeneralLedger old = good.generalLedger();
    GeneralLedger ledger =
        new GeneralLedger(rows, accounts, old.controlTag(), entries, file, old.proofSha256());
    return new SolvencyStatement(
        good.header(), good.batches(), ledger, good.exclusions(), good.issuerKey());
  }

  private SolvencyStatement entries(List<Entry> entries) {
    return ledger(15, 100, entries, ProofFiles.GENERAL_LEDGER);
  }

  private SolvencyStatement header(long sequence, byte[] previous, Weights weights) {
    StatementHeader h = good.header();
    StatementHeader header =
        new StatementHeader(
            h.relationId(), h.name(), sequence, previous, h.snapshotTime(), h.assets(), weights);
    return new SolvencyStatement(
        header, good.batches(), good.generalLedger(), good.exclusions(), good.issuerKey());
  }

  @Test
  void acceptsAGoodStatement() throws StatementRejectedException {
    StatementRules.check(good, relationId);
  }

  @Test
  void rejectsAnotherRelation() {
    relationId[31] ^= 1;
    expect(StatementRule.RELATION, good);
  }

  @Test
  void rejectsABrokenChainStart() {
    Weights weights = good.header().weights();
    expect(StatementRule.CHAIN_START, header(1, new byte[32], weights));
    expect(StatementRule.CHAIN_START, header(0, relationId, weights));
  }

  @Test
  void rejectsWeightsThatDoNotFollow() {
    Weights weights = good.header().weights();
    for (int key = 0; key < weights.keys(); key++) {
      for (int change : new int[] {-1, 1}) {
        long[] changed = weights.byKey();
        changed[key] += change;
        Weights forged = new Weights(weights.scaleLog2(), weights.maxStepsLog2(), changed);
        expect(StatementRule.WEIGHTS, header(5, relationId, forged));
      }
    }
    Weights finer = new Weights(weights.scaleLog2() + 1, weights.maxStepsLog2(), weights.byKey());
    expect(StatementRule.WEIGHTS, header(5, relationId, finer));
  }

  @Test
  void rejectsBatchesThatDoNotFit() {
    expect(StatementRule.BATCH_COUNT, with(List.of()));
    for (int rows : new int[] {0, 14, 19, 31, 64, Integer.MAX_VALUE}) {
      expect(StatementRule.LEDGER_ROWS, batch(0, b -> copy(b, rows, b.accounts(), b.root())));
    }
    for (long accounts : new long[] {0, 1, 32652, Long.MAX_VALUE}) {
      expect(StatementRule.LEDGER_ACCOUNTS, batch(0, b -> copy(b, 15, accounts, b.root())));
    }
    Digest first = good.root(0);
    expect(
        StatementRule.DISTINCT_BATCHES, batch(4, b -> copy(b, b.log2Rows(), b.accounts(), first)));
    List<BatchRecord> reordered = new ArrayList<>(good.batches());
    Collections.swap(reordered, 1, 2);
    expect(StatementRule.PROOF_FILES, with(reordered));
  }

  private static BatchRecord copy(BatchRecord b, int rows, long accounts, Digest root) {
    return new BatchRecord(rows, accounts, root, b.controlDigest(), b.proofFile(), b.proofSha256());
  }

  @Test
  void rejectsOtherProofFiles() {
    for (String file :
        List.of("", "../x", "/etc/passwd", "proofs/batch-0.proof", "proofs/batch-00001.proof/")) {
      expect(
          StatementRule.PROOF_FILES,
          batch(
              1,
              b ->
                  new BatchRecord(
                      b.log2Rows(),
                      b.accounts(),
                      b.root(),
                      b.controlDigest(),
                      file,
                      b.proofSha256())));
      List<Entry> entries = good.generalLedger().controlEntries();
      expect(StatementRule.PROOF_FILES, ledger(15, 100, entries, file));
    }
  }

  @Test
  void rejectsAGeneralLedgerTooSmall() {
    List<Entry> entries = good.generalLedger().controlEntries();
    expect(StatementRule.BATCH_COUNT, ledger(15, 5, entries, ProofFiles.GENERAL_LEDGER));
    expect(StatementRule.LEDGER_ACCOUNTS, ledger(15, 1, entries, ProofFiles.GENERAL_LEDGER));
    expect(StatementRule.LEDGER_ROWS, ledger(14, 100, entries, ProofFiles.GENERAL_LEDGER));
  }

  @Test
  void rejectsTotalsThatLeaveKeysOut() {
    List<Entry> entries = good.generalLedger().controlEntries();
    expect(StatementRule.CONTROL_ENTRIES, entries(List.of()));
    for (int drop = 0; drop < 5; drop++) {
      List<Entry> fewer = new ArrayList<>(entries);
      fewer.remove(drop);
      expect(StatementRule.CONTROL_ENTRIES, entries(fewer));
    }
    expect(StatementRule.CONTROL_ENTRIES, entries(entries.subList(0, 5)));
    List<Entry> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    expect(StatementRule.CONTROL_ENTRIES, entries(reversed));
    List<Entry> returning = new ArrayList<>(entries);
    returning.add(new Entry(0, 0));
    expect(StatementRule.CONTROL_ENTRIES, entries(returning));
    List<Entry> many = new ArrayList<>(entries);
    many.addAll(Collections.nCopies(3 << 12, new Entry(5, 1)));
    expect(StatementRule.CONTROL_ENTRIES, entries(many));
  }

  @Test
  void rejectsShortfallsOfNobody() {
    Exclusions exclusions = new Exclusions(0, new TreeMap<>(good.exclusions().shortfalls()));
    expect(
        StatementRule.EXCLUSIONS,
        new SolvencyStatement(
            good.header(), good.batches(), good.generalLedger(), exclusions, good.issuerKey()));
  }

  @Test
  void refusesKeysOutsideTheTable() {
    List<Entry> entries = new ArrayList<>(good.generalLedger().controlEntries());
    entries.add(new Entry(6, 1));
    assertThatThrownBy(() -> entries(entries)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theGeneralLedgerHoldsTheBatchesAndNothingElse() {
    PublicInputs inputs = LedgerInputs.generalLedger(good);
    List<Digest> leaves = new ArrayList<>();
    good.batches().forEach(batch -> leaves.add(batch.controlDigest()));
    long accounts = good.generalLedger().accounts();
    Digest empty = LeafHash.of(AccountTag.ZERO, List.of());
    Digest control =
        LeafHash.of(good.generalLedger().controlTag(), good.generalLedger().controlEntries());
    assertThat(inputs.controlDigest()).isEqualTo(control);
    assertThat(inputs.root()).isEqualTo(HeapTree.rootWithFiller(leaves, accounts, empty, control));
    assertThat(inputs.weights()).hasSize(6).containsOnly(0);
    assertThat(inputs.maxStepsLog2()).isEqualTo(12);
    assertThat(inputs.context()).isEqualTo(good.header().context(1, 0));

    PublicInputs batch = LedgerInputs.batch(good, 3);
    assertThat(batch.context()).isEqualTo(good.header().context(0, 3));
    assertThat(batch.root()).isEqualTo(good.root(3));
    assertThat(batch.weights()).isEqualTo(good.header().weights().byKey());
    PublicInputs request = LedgerInputs.batchRequest(good.header(), 3, 18, 32003);
    assertThat(request.context()).isEqualTo(batch.context());
    assertThat(request.root()).isEqualTo(Digest.ZERO);
    assertThat(LedgerInputs.generalLedgerRequest(good.header(), 15, accounts).context())
        .isEqualTo(inputs.context());
  }
}
