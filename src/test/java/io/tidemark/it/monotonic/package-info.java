/** A JAX-RS resource whose reads are monotonic. */
package io.tidemark.it.monotonic;
