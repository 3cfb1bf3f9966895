/** Tests against real servers: PostgreSQL with a replica, Redis, and an application server. */
@NullMarked
package io.tidemark.it;

import org.jspecify.annotations.NullMarked;
