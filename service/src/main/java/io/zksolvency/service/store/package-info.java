/** What must survive: metadata in SQLite, published files by their content. */
package io.zksolvency.service.store;
