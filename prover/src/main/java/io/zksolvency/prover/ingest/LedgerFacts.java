package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Weights;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What ingestion found out about all balances together.
 *
 * @param accounts accounts to prove, excluded ones not counted
 * @param entries their entries
 * @param rows trace rows they take
 * @param weights of the statement, chosen by the longest account
 * @param debts whether anyone owes anything; if not, weights decide nothing
 * @param excludedAccounts accounts left out for their negative net value
 * @param shortfalls base units by asset index: the sum over excluded accounts of what each owes in
 *     the asset beyond what it holds in it, max(0, debt - equity); assets without any are not
 *     listed
 * @param contentHash tells two sets of rows apart, whatever their order; to notice a changed
 *     source, not a commitment
 * @param fileSha256 of the file as it was read; empty for a query
 */
public record LedgerFacts(
    long accounts,
    long entries,
    long rows,
    Weights weights,
    boolean debts,
    long excludedAccounts,
    SortedMap<Integer, Long> shortfalls,
    String contentHash,
    Optional<String> fileSha256) {}
