/** The store of marks keeps to its contract on Redis, Redis Cluster and Valkey. */
@NullMarked
package io.tidemark.it.store;

import org.jspecify.annotations.NullMarked;
