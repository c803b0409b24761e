/** The proof that the opened values belong to a polynomial of low degree. */
package io.zksolvency.stark.fri;
