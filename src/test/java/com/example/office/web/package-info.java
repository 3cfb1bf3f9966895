/**
 * The WAR of an EAR, which calls the EJB module.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.office.web;

import org.jspecify.annotations.NullMarked;
