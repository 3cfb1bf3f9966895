/** Added to the WAR: what clients that nobody knows write and read. */
@NullMarked
package io.tidemark.it.client;

import org.jspecify.annotations.NullMarked;
