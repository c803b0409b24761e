package io.zksolvency.service.runs;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.service.store.RunRow;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run as a client asks for it, checked. The text form shows the id only.
 *
 * @param snapshotTime empty: when it is accepted
 * @param chain not SETTLED
 * @param source absolute path or query; the digest of the rows for an upload
 */
public record RunRequest(
    String id,
    String issuerName,
    Optional<String> snapshotTime,
    byte[] assetsCsv,
    boolean excludeInsolvent,
    OptionalInt log2Rows,
    RunRow.Chain chain,
    Optional<byte[]> previousDigest,
    RunRow.SourceKind sourceKind,
    String source) {
  /** Returns the digest of all that is asked for: one id stands for one content. */
  byte[] content() {
    return new HashInput("zksolvency/service/run/v1")
        .text(id)
        .text(issuerName)
        .text(snapshotTime.orElse(""))
        .raw(HashInput.sha256(assetsCsv))
        .u32(excludeInsolvent ? 1 : 0)
        .u32(log2Rows.orElse(0))
        .text(chain.name())
        .raw(HashInput.sha256(previousDigest.orElse(new byte[0])))
        .text(sourceKind.name())
        .raw(HashInput.sha256(source.getBytes(StandardCharsets.UTF_8)))
        .sha256();
  }

  /** Returns the same with the digest of the rows. */
  RunRequest withRows(String sha256) {
    return new RunRequest(
        id,
        issuerName,
        snapshotTime,
        assetsCsv,
        excludeInsolvent,
        log2Rows,
        chain,
        previousDigest,
        sourceKind,
        sha256);
  }

  @Override
  public String toString() {
    return "RunRequest[" + id + "]";
  }
}
