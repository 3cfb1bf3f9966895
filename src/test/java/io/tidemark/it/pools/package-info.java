/** Requests over pools that are far too small for them, without a container and, as a JAX-RS resource, inside one. */
package io.tidemark.it.pools;
