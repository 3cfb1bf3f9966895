/**
 * The application's own mapper, which only one variant of the application has.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.kiosk.own;

import org.jspecify.annotations.NullMarked;
