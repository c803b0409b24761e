/**
 * Verifies ledger proofs in plain Java: an implementation of docs/spec/proof.md that shares nothing
 * with the native one, so that an error of either shows as a difference of verdicts.
 *
 * <p>proof reads bytes; field, hash and coin are the tools; air holds the relation; fri proves low
 * degree; {@link io.zksolvency.stark.LedgerProofVerifier} joins them.
 */
package io.zksolvency.stark;
