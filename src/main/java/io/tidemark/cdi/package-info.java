/**
 * The wiring for a container: settings, JNDI look-ups, life cycle, CDI producers, interceptors, JMX and threads. It contains no
 * rule of routing.
 *
 * <p>May import: everything of the library.
 */
@NullMarked
package io.tidemark.cdi;

import org.jspecify.annotations.NullMarked;
