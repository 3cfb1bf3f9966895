/** Servers that change their roles: promotion, split brain, replicas left behind, and a Redis that fails over. */
@NullMarked
package io.tidemark.it.failover;

import org.jspecify.annotations.NullMarked;
