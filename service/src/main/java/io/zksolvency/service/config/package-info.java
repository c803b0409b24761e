/** The server's settings: one HOCON file over documented defaults. */
package io.zksolvency.service.config;
