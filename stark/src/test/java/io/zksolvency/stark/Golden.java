package io.zksolvency.stark;

import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.Opening;
import io.zksolvency.stark.proof.ProofReader;
import io.zksolvency.stark.proof.ProofShape;
import io.zksolvency.stark.proof.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A proof that every verifier must accept: testdata/proofs/v1/accept. */
record Golden(byte[] inputs, byte[] proof) {
  static final Path FOLDER = Path.of("../testdata/proofs/v1");

  static final int HEADER_BYTES = 27;

  static final String AGAIN =
      "of another relation? cargo test --release -p ledger-prover --test golden -- --ignored";

  static Golden of(String name) {
    return new Golden(read(name + ".inputs"), read(name + ".proof"));
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve("accept").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LedgerProof parts() {
    try {
      return ProofReader.read(proof, ProofShape.of(PublicInputsCodec.decode(inputs)));
    } catch (MalformedProofException e) {
      throw new AssertionError(AGAIN, e);
    }
  }

  /** Returns where each section of docs/spec/proof.md starts. */
  Map<String, Integer> sections() {
    LedgerProof parts = parts();
    Map<String, Integer> starts = new TreeMap<>();
    starts.put("header", 0);
    starts.put("queries", HEADER_BYTES);
    starts.put("commitments", HEADER_BYTES + 1);
    opening(starts, "main", parts.main());
    opening(starts, "aux", parts.aux());
    opening(starts, "quotient", parts.quotient());
    starts.put("trace-frame", parts.traceFrame().offset() - 3);
    starts.put("quotient-frame", parts.quotientFrame().offset() - 3);
    starts.put("fri", parts.friLayers().get(0).rows()[0].offset() - 5);
    for (int layer = 0; layer < parts.friLayers().size(); layer++) {
      opening(starts, "fri-" + layer, parts.friLayers().get(layer));
    }
    starts.put("remainder", parts.remainder().offset() - 2);
    starts.put("partitions", proof.length - 9);
    starts.put("nonce", proof.length - 8);
    starts.put("end", proof.length);
    return starts;
  }

  private static void opening(Map<String, Integer> starts, String name, Opening opening) {
    Slice last = opening.rows()[opening.rows().length - 1];
    starts.put(name + "-rows", opening.rows()[0].offset());
    starts.put(name + "-path", last.offset() + last.length());
  }
}
