/** Faults while requests run: lost servers, clocks that are wrong, unknown outcomes. No read is stale, and routing recovers. */
@NullMarked
package io.tidemark.it.faults;

import org.jspecify.annotations.NullMarked;
