/** The command solvency with {@code serve}, and the server that it starts. */
package io.zksolvency.service.app;
