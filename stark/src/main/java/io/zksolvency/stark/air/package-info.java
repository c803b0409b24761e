/** The relation: constraints, assertions and periodic columns, evaluated at one point. */
package io.zksolvency.stark.air;
