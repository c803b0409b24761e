/** How a run is told to stop before its end. */
package io.zksolvency.prover.stop;
