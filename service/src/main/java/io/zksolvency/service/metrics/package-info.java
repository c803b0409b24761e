/** What the server counts, for Prometheus; no label holds anything of a caller or an account. */
package io.zksolvency.service.metrics;
