/** Beans that the in-container tests add to the application. */
@NullMarked
package io.tidemark.it.app;

import org.jspecify.annotations.NullMarked;
