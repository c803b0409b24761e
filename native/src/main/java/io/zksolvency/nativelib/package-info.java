/**
 * The bridge to the Rust libraries: bytes and buffers only, no rules of the ledger.
 *
 * <p>{@code loader} finds the libraries, {@code prover} makes proofs over JNI, {@code verifier}
 * checks them over JNA. Java owns every buffer; no pointer crosses, jobs are known by number.
 */
package io.zksolvency.nativelib;
