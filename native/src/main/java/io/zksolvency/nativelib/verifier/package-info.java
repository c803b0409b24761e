/** Verifies ledger proofs, over JNA. */
package io.zksolvency.nativelib.verifier;
