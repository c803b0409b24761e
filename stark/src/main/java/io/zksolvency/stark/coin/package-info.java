/** The public coin: every challenge of the proof, derived from what was committed before. */
package io.zksolvency.stark.coin;
