/**
 * The parts of the persistence adapters that are independent of a provider: the lazy creation of the routed data
 * source, and the rules for a persistence unit.
 *
 * <p>May import: the JDK and {@code io.tidemark.jdbc}.
 */
@NullMarked
package io.tidemark.persistence;

import org.jspecify.annotations.NullMarked;
