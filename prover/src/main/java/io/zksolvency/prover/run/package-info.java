/** One run from balances to a published statement: its directory, journal, keys and outcome. */
package io.zksolvency.prover.run;
