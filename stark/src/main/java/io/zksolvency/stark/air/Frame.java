package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;

/**
 * Values of all columns at a point x and at g x, g being the trace domain's generator: where x is a
 * row, that row and the next.
 *
 * @param main main columns at x
 * @param mainNext main columns at g x
 * @param aux auxiliary columns at x
 * @param auxNext auxiliary columns at g x
 */
public record Frame(Cubic[] main, Cubic[] mainNext, Cubic[] aux, Cubic[] auxNext) {}
