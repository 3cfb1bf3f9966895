/**
 * The EJB module of an EAR: a bean that is routed, and its persistence unit.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.office.ejb;

import org.jspecify.annotations.NullMarked;
