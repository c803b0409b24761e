/** Runs that the server starts by itself, at the times of cron expressions. */
package io.zksolvency.service.schedule;
