/** JMH benchmarks; what they measure with is a run of {@code solvency demo}. */
package io.zksolvency.benchmarks;
