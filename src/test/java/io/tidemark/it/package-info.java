/**
 * Tests against real servers: PostgreSQL with a replica, Redis, and an application server.
 *
 * <p>The tests are grouped by subject: {@code promise}, {@code faults}, {@code failover}, {@code store}, {@code
 * frameworks} and {@code servers}. {@code support} is shared by all groups. {@code app}, {@code dispatch}, {@code
 * client} and {@code pools} are deployed with tests.
 */
@NullMarked
package io.tidemark.it;

import org.jspecify.annotations.NullMarked;
