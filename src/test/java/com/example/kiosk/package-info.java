/**
 * A small application whose reads go on while the primary is away, or fail: by a servlet, an EJB and a JAX-RS resource.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.kiosk;

import org.jspecify.annotations.NullMarked;
