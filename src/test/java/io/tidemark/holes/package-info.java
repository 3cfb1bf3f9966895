/**
 * Mutations of the holes that Tidemark closes. Each mutation removes one remedy from the bytecode of the production code, for one
 * run of a directed test, which must fail then. The table is {@code holes.txt}, the documentation is the manual's page "Holes and
 * mutations".
 */
@NullMarked
package io.tidemark.holes;

import org.jspecify.annotations.NullMarked;
