package io.zksolvency.prover.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the results of proving one ledger lie.
 *
 * @param record written last: from then on the ledger counts as proven
 * @param proof its proof
 * @param published a copy of the proof, once the run has published
 * @param tree its tree; empty for the general ledger, whose tree anyone computes
 */
record LedgerFiles(Path record, Path proof, Path published, Optional<Path> tree) {}
