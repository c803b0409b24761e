/**
 * Reads assets and balances exactly: text in, integers of base units out, nothing rounded.
 *
 * <p>Every rule about what is accepted lives here, once as SQL over all rows and once in Java for
 * the message about the first bad one.
 */
package io.zksolvency.prover.ingest;
