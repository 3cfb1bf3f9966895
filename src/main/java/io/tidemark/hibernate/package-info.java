/**
 * The adapter to Hibernate: connections from the routed data source, reads of a commit on the primary, and the checks
 * of a persistence unit whose reads are routed.
 *
 * <p>May import: the JDK, Jakarta Transactions, Hibernate, {@code io.tidemark.jdbc} and
 * {@code io.tidemark.persistence}.
 */
@NullMarked
package io.tidemark.hibernate;

import org.jspecify.annotations.NullMarked;
