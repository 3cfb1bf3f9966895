/**
 * A small application that is not Tidemark's: it has the library as a jar, and does what the manual says, no more.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
