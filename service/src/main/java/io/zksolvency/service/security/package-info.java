/** Who calls, what they may, and how much of it. */
package io.zksolvency.service.security;
