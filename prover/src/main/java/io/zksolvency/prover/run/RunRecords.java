package io.zksolvency.prover.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The run's journal: one small file a fact, each written once, whole and durably, so that a run
 * killed at any point finds what it has done.
 */
public final class RunRecords {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private RunRecords() {}

  /**
   * What a run is about: all that its result depends on, balances by their hash.
   *
   * @param accounts SHA-256 of the accounts file, or of the text of the query
   * @param masterKey fingerprint, not the key
   */
  public record Identity(
      String format,
      String relationId,
      String name,
      long sequence,
      String previousDigest,
      String snapshotTime,
      String assets,
      String accounts,
      boolean excludeInsolvent,
      String masterKey,
      String issuerKey) {
    static final String FORMAT = "zksolvency.run/v1";

    /** Returns what the other run does otherwise, in the words of the options. */
    public List<String> differences(Identity other) {
      List<String> differences = new ArrayList<>();
      compare(differences, "program version", format + relationId, other.format + other.relationId);
      compare(differences, "name", name, other.name);
      compare(differences, "sequence number", sequence, other.sequence);
      compare(differences, "previous statement", previousDigest, other.previousDigest);
      compare(differences, "snapshot time", snapshotTime, other.snapshotTime);
      compare(differences, "assets", assets, other.assets);
      compare(differences, "accounts", accounts, other.accounts);
      compare(differences, "--exclude-insolvent", excludeInsolvent, other.excludeInsolvent);
      compare(differences, "master key", masterKey, other.masterKey);
      compare(differences, "issuer key", issuerKey, other.issuerKey);
      return differences;
    }

    private static void compare(List<String> differences, String what, Object ours, Object theirs) {
      if (!ours.equals(theirs)) {
        differences.add(what);
      }
    }
  }

  /** What ingestion found, and how batches are cut. */
  public record Plan(
      long accounts,
      long entries,
      long rows,
      int scaleLog2,
      int maxStepsLog2,
      boolean debts,
      long excludedAccounts,
      TreeMap<Integer, Long> shortfalls,
      String contentHash,
      int log2Rows,
      List<Long> starts) {}

  /**
   * A proven ledger. Secret where its control entries are a batch's: the text form shows nothing.
   *
   * @param tree SHA-256 of the tree file; empty for the general ledger, which keeps none
   * @param controlEntries key and amount of each
   * @param millis that proving took
   */
  public record Ledger(
      int log2Rows,
      long accounts,
      String root,
      String controlDigest,
      String proofSha256,
      String tree,
      List<long[]> controlEntries,
      long millis) {
    @Override
    public String toString() {
      return "Ledger[" + root + "]";
    }
  }

  /**
   * The ordered balances as they were when they were finished.
   *
   * @param sha256 of the database's file
   */
  public record Accounts(String sha256) {}

  /** A record with the SHA-256 of its JSON: one changed digit would still be a record. */
  private record Sealed(String sha256, JsonNode fact) {}

  private static String seal(Object fact) throws JsonProcessingException {
    return Hex.format(HashInput.sha256(MAPPER.writeValueAsBytes(fact)));
  }

  /** Writes a record durably. */
  public static void write(Path file, Object fact) throws IOException {
    byte[] json;
    try {
      json = MAPPER.writeValueAsBytes(new Sealed(seal(fact), MAPPER.valueToTree(fact)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can't be written as JSON");
    }
    DurableFiles.writePrivate(file, ByteBuffer.wrap(json));
  }

  /**
   * Returns a record if it has been written.
   *
   * @throws IOException also if it is not as it was written
   */
  public static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] json = Files.readAllBytes(file);
    try {
      Sealed sealed = MAPPER.readValue(json, Sealed.class);
      T fact = MAPPER.treeToValue(sealed.fact(), type);
      if (fact != null && seal(fact).equals(sealed.sha256())) {
        return Optional.of(fact);
      }
    } catch (JsonProcessingException e) {
      // Told like a wrong seal: Jackson's message would quote the content.
    }
    throw new IOException(
        file
            + " is damaged or of another version of this program; restore it from a backup, or use"
            + " --fresh to start over");
  }
}
