package io.zksolvency.prover.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zksolvency.prover.run.RunResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what a finished run has made. */
final class Summary {
  private static final double MEGABYTE = 1e6;

  private Summary() {}

  static void print(RunResult result, PrintWriter out) {
    out.println();
    out.println(
        "Statement %d of %s at %s"
            .formatted(result.sequence(), result.name(), result.snapshotTime()));
    line(
        out,
        "accounts",
        "%,d with %,d entries over %,d assets"
            .formatted(result.accounts(), result.entries(), result.assets()));
    if (result.excludedAccounts() > 0) {
      line(
          out,
          "excluded",
          "%,d insolvent, listed in the statement".formatted(result.excludedAccounts()));
    }
    line(out, "batches", batches(result));
    line(
        out,
        "speed",
        String.format(
            Locale.ROOT,
            "%,.0f accounts/s while proving; %s in all",
            result.accountsPerSecond(),
            ConsoleProgress.duration(result.elapsedMillis() / 1000.0)));
    if (result.peakMemoryBytes().isPresent()) {
      line(
          out,
          "memory",
          String.format(
              Locale.ROOT, "%,.0f MB at most", result.peakMemoryBytes().getAsLong() / MEGABYTE));
    }
    line(
        out,
        "proofs",
        String.format(
            Locale.ROOT, "%,d bytes, each verified before publishing", result.proofBytes()));
    line(out, "digest", result.statementDigest());
    line(out, "publish", result.publicDirectory().toString());
    out.flush();
  }

  private static String batches(RunResult result) {
    String resumed =
        result.batchesProvenNow() == result.batches()
            ? ""
            : " (%d proven before)".formatted(result.batches() - result.batchesProvenNow());
    return "%d of %,d rows%s".formatted(result.batches(), result.batchRows(), resumed);
  }

  static void line(PrintWriter out, String label, String words) {
    out.println(String.format(Locale.ROOT, "  %-10s %s", label, words));
  }

  static Map<String, Object> fields(RunResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("public_directory", result.publicDirectory().toString());
    fields.put("statement_digest", result.statementDigest());
    fields.put("name", result.name());
    fields.put("sequence", result.sequence());
    fields.put("snapshot_time", result.snapshotTime());
    fields.put("accounts", result.accounts());
    fields.put("entries", result.entries());
    fields.put("assets", result.assets());
    fields.put("batches", result.batches());
    fields.put("batches_proven_now", result.batchesProvenNow());
    fields.put("batch_rows", result.batchRows());
    fields.put("excluded_accounts", result.excludedAccounts());
    fields.put("proof_bytes", result.proofBytes());
    fields.put("proving_ms", result.provingMillis());
    fields.put("elapsed_ms", result.elapsedMillis());
    fields.put("phases", result.phases().stream().map(Summary::fields).toList());
    fields.put("witness_cpu_seconds", rounded(result.witnessCpuSeconds()));
    fields.put("accounts_per_second", Math.round(result.accountsPerSecond()));
    result.peakMemoryBytes().ifPresent(bytes -> fields.put("peak_memory_bytes", bytes));
    return fields;
  }

  private static Map<String, Object> fields(RunResult.Phase phase) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", phase.name());
    fields.put("seconds", rounded(phase.seconds()));
    fields.put("cpu_seconds", rounded(phase.cpuSeconds()));
    return fields;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  static void printJson(Map<String, Object> fields, PrintWriter out) {
    try {
      out.println(JsonMapper.builder().build().writeValueAsString(fields));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts are always JSON");
    }
  }
}
