/**
 * The wiring: settings, look-ups, life cycle, producers and the interceptor. Holds no rule of routing itself.
 *
 * <p>May import: everything of the library.
 */
@NullMarked
package io.tidemark.cdi;

import org.jspecify.annotations.NullMarked;
