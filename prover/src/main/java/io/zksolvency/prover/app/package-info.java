/** The command {@code solvency}: options, progress, messages and exit codes. */
package io.zksolvency.prover.app;
