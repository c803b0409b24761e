/**
 * Fuzz targets: {@code fuzzerTestOneInput} of each class takes any bytes; what it throws is a
 * finding.
 */
package io.zksolvency.fuzz;
