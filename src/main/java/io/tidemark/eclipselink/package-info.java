/**
 * The adapter to EclipseLink: connections from the routed data source, reads of a commit on the primary, and the checks
 * of a persistence unit whose reads are routed. Loaded only if {@code persistence.xml} names the customizer.
 *
 * <p>May import: the JDK, EclipseLink, {@code io.tidemark.jdbc} and {@code io.tidemark.persistence}.
 */
@NullMarked
package io.tidemark.eclipselink;

import org.jspecify.annotations.NullMarked;
