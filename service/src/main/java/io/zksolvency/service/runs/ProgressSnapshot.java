package io.zksolvency.service.runs;

import java.util.List;

/** How far a run is, at one moment. */
public record ProgressSnapshot(
    String phase,
    int batches,
    int batchesProven,
    long rows,
    long rowsProven,
    int estimatedSecondsLeft,
    List<String> notes) {
  static final ProgressSnapshot NONE = new ProgressSnapshot("starting", 0, 0, 0, 0, 0, List.of());
}
