/** Plans batches, writes their witnesses and proves them one by one, in bounded memory. */
package io.zksolvency.prover.batch;
