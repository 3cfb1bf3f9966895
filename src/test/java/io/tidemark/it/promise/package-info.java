/** Read-your-writes on real servers: routing, transactions, statements, callers, the catalogue and the pools. */
@NullMarked
package io.tidemark.it.promise;

import org.jspecify.annotations.NullMarked;
