/** Proves ledgers, over JNI. Never part of a verifier's distribution. */
package io.zksolvency.nativelib.prover;
