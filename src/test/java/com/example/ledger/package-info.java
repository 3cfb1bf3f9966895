/**
 * A part of an application that uses EclipseLink: what it does beyond entities and transactions.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.ledger;

import org.jspecify.annotations.NullMarked;
