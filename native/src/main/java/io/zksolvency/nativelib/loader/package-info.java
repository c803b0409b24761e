/**
 * Finds a native library, checks that it is the one that was built with these classes, and links
 * it.
 */
package io.zksolvency.nativelib.loader;
