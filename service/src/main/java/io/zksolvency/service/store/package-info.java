/**
 * What must survive: metadata in SQLite or PostgreSQL, published files by their content in a
 * directory or an S3-compatible store.
 */
package io.zksolvency.service.store;
