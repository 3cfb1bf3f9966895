/**
 * A small application with the library as a jar, which knows nothing but JDBC, and so needs nothing else in its WAR.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.guestbook;

import org.jspecify.annotations.NullMarked;
