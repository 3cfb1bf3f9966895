/**
 * Hibernate's connections from the routed data source, the reads of a commit on the primary, and what a persistence unit
 * must not have beside them.
 *
 * <p>May import: the JDK, Hibernate, {@code io.tidemark.jdbc} and {@code io.tidemark.persistence}.
 */
@NullMarked
package io.tidemark.hibernate;

import org.jspecify.annotations.NullMarked;
