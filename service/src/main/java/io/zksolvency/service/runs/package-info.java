/** Runs one after the other, durable from acceptance to publication. */
package io.zksolvency.service.runs;
