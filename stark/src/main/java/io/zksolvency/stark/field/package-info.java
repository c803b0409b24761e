/** The cubic extension of Goldilocks, domains of roots of unity, and interpolation over them. */
package io.zksolvency.stark.field;
