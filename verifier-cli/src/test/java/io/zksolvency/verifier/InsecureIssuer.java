package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.HeapTree;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.hash.InclusionPath;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.hash.RescuePrime;
import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.Exclusions;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.nativelib.ProofRejectedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An exchange with two small batches whose "proofs" are digests of their public inputs. */
final class InsecureIssuer {
  static final String NAME = "Example \u202e Exchange";
  static final AssetTable ASSETS =
      new AssetTable(
          List.of(
              new Asset("BTC", 8, new BigDecimal("64250.17"), BigDecimal.ONE, BigDecimal.ONE),
              new Asset("USDT", 6, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE)));

  final Ed25519Keys keys = Ed25519Keys.create();
  final List<List<Account>> batches = new ArrayList<>();
  final SolvencyStatement statement;

  InsecureIssuer() {
    this(0, new byte[32], "2026-11-01T00:00:00Z");
  }

  InsecureIssuer(long sequence, byte[] previous, String time) {
    StatementHeader header =
        new StatementHeader(
            RelationId.bytes(), NAME, sequence, previous, time, ASSETS, Weights.choose(ASSETS, 1));
    ControlTotals all = new ControlTotals(ASSETS.keys());
    List<BatchRecord> records = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      List<Account> accounts = accounts(header, b);
      ControlTotals totals = new ControlTotals(ASSETS.keys());
      accounts.forEach(account -> account.entries().forEach(totals::add));
      List<Entry> control = totals.controlEntries().stream().map(ControlEntry::entry).toList();
      control.forEach(all::add);
      accounts.add(new Account(AccountTag.fromHash(hash("control" + b)), control));
      batches.add(accounts);
      records.add(record(b, accounts));
    }
    GeneralLedger ledger =
        new GeneralLedger(
            15,
            9,
            AccountTag.fromHash(hash("general")),
            all.controlEntries().stream().map(ControlEntry::entry).toList(),
            ProofFiles.GENERAL_LEDGER,
            new byte[32]);
    statement =
        proven(
            new SolvencyStatement(
                header,
                records,
                ledger,
                new Exclusions(1, new TreeMap<>(Map.of(1, 2_500_000L))),
                keys.publicKey()));
  }

  /** Customers 0 to 6, two dummies. */
  private static List<Account> accounts(StatementHeader header, int b) {
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      List<Entry> entries = new ArrayList<>();
      if (i > 0) {
        entries.add(new Entry(0, 150_000_000L * i));
      }
      if (i > 1) {
        entries.add(new Entry(2, 5_000_000 + i));
        entries.add(new Entry(3, 250_000));
        entries.add(new Entry(0, 1));
      }
      accounts.add(new Account(tag(header, b, i), entries));
    }
    accounts.add(new Account(AccountTag.fromHash(hash("dummy0")), List.of()));
    accounts.add(new Account(AccountTag.fromHash(hash("dummy1")), List.of()));
    return accounts;
  }

  static String accountId(int b, int i) {
    return "customer-" + b + "-" + i;
  }

  static byte[] salt(int b, int i) {
    return hash("salt " + b + " " + i);
  }

  private static AccountTag tag(StatementHeader header, int b, int i) {
    return AccountTag.of(header.snapshotId(), accountId(b, i), salt(b, i));
  }

  static byte[] hash(String text) {
    return new HashInput(text).sha256();
  }

  private static List<Digest> leaves(List<Account> accounts) {
    return accounts.stream().map(a -> LeafHash.of(a.tag(), a.entries())).toList();
  }

  private static BatchRecord record(int b, List<Account> accounts) {
    List<Digest> leaves = leaves(accounts);
    return new BatchRecord(
        15 + b,
        accounts.size(),
        HeapTree.root(leaves),
        leaves.get(leaves.size() - 1),
        ProofFiles.batch(b),
        new byte[32]);
  }

  /** Returns the statement with the digests of its proofs. */
  static SolvencyStatement proven(SolvencyStatement s) {
    List<BatchRecord> batches = new ArrayList<>();
    for (int b = 0; b < s.batches().size(); b++) {
      BatchRecord r = s.batches().get(b);
      byte[] sha = HashInput.sha256(proof(LedgerInputs.batch(s, b)));
      batches.add(
          new BatchRecord(
              r.log2Rows(), r.accounts(), r.root(), r.controlDigest(), r.proofFile(), sha));
    }
    GeneralLedger g = s.generalLedger();
    GeneralLedger ledger =
        new GeneralLedger(
            g.log2Rows(),
            g.accounts(),
            g.controlTag(),
            g.controlEntries(),
            g.proofFile(),
            HashInput.sha256(proof(LedgerInputs.generalLedger(s))));
    return new SolvencyStatement(s.header(), batches, ledger, s.exclusions(), s.issuerKey());
  }

  static byte[] proof(PublicInputs inputs) {
    return ("insecure " + Hex.format(HashInput.sha256(PublicInputsCodec.encode(inputs))))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Accepts exactly the made-up proofs of {@link #proof}. */
  static final class InsecureProofVerifier implements ProofVerifier {
    @Override
    public void verify(byte[] publicInputs, byte[] proof) throws ProofRejectedException {
      if (!Arrays.equals(proof(PublicInputsCodec.decode(publicInputs)), proof)) {
        throw new ProofRejectedException("not of these public inputs");
      }
    }
  }

  /** Writes the issuer's own statement with its proofs. */
  void publish(Path folder) throws IOException {
    publish(folder, statement);
    proofs(folder, statement);
  }

  /** Writes a statement's proofs. */
  static void proofs(Path folder, SolvencyStatement of) throws IOException {
    for (int b = 0; b < 2; b++) {
      Files.write(folder.resolve(ProofFiles.batch(b)), proof(LedgerInputs.batch(of, b)));
    }
    Files.write(folder.resolve(ProofFiles.GENERAL_LEDGER), proof(LedgerInputs.generalLedger(of)));
  }

  /** Writes a statement signed by this issuer, over the proofs that are there. */
  void publish(Path folder, SolvencyStatement other) throws IOException {
    Files.createDirectories(folder.resolve("proofs"));
    SignedStatement signed = new SignedStatement(other, keys.sign(other.digest()));
    Files.write(folder.resolve("statement.json"), StatementJson.write(signed));
  }

  /** Returns the inclusion file of whoever is at this place, with the id and salt of customer i. */
  InclusionFile inclusion(int b, int place) {
    List<Account> accounts = batches.get(b);
    return new InclusionFile(
        statement.digest(),
        accountId(b, place),
        salt(b, place),
        b,
        place,
        accounts.get(place).entries(),
        path(b, place).siblings());
  }

  InclusionPath path(int b, int place) {
    List<Digest> leaves = leaves(batches.get(b));
    int m = leaves.size();
    Digest[] nodes = new Digest[2 * m];
    for (int j = 2 * m - 1; j > 0; j--) {
      nodes[j] = j >= m ? leaves.get(j - m) : RescuePrime.merge(nodes[2 * j], nodes[2 * j + 1]);
    }
    List<Digest> siblings = new ArrayList<>();
    for (int node = m + place; node > 1; node >>= 1) {
      siblings.add(nodes[node ^ 1]);
    }
    return new InclusionPath(m, place, siblings);
  }
}
