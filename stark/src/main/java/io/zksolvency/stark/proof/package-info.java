/** From untrusted bytes to the parts of a proof, with bounded memory. */
package io.zksolvency.stark.proof;
