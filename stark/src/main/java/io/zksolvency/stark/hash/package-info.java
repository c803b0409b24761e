/** Blake3 and openings of Merkle trees. */
package io.zksolvency.stark.hash;
