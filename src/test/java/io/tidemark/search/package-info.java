/**
 * The exhaustive search: the real router, recorder and store guard of two nodes, under a scheduler that tries all orders of
 * steps up to a depth. A {@code World} has the nodes over models of PostgreSQL and the store, {@code Steps} lists what can
 * happen, and {@code Search} executes each path from the start. {@code Parts} replaces a part by one without its remedy.
 */
@NullMarked
package io.tidemark.search;

import org.jspecify.annotations.NullMarked;
