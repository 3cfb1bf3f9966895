/**
 * The parts of the adapters to persistence providers that do not depend on one: the late resolution of the routed data
 * source, and the rules for a persistence unit.
 *
 * <p>May import: the JDK and {@code io.tidemark.jdbc}.
 */
@NullMarked
package io.tidemark.persistence;

import org.jspecify.annotations.NullMarked;
