/**
 * Classifies SQL texts as provable reads or writes, by the text and by the catalogue's description of the names in it.
 *
 * <p>{@link io.tidemark.sql.Classifier} is the entry point. {@link io.tidemark.sql.Lexer} splits a text into tokens
 * like PostgreSQL. {@link io.tidemark.sql.ReadRules} applies the rules for its statements, with
 * {@link io.tidemark.sql.RelationPositions} for the names of relations and {@link io.tidemark.sql.TypePositions} for
 * those of types. {@link io.tidemark.sql.DatabaseNames} is their port to the properties of names. Its implementation is
 * {@link io.tidemark.sql.Catalogue}, or {@link io.tidemark.sql.NamesBeforeCatalogue} until a catalogue was read.
 *
 * <p>May import: the JDK and {@code io.tidemark.time}.
 */
@NullMarked
package io.tidemark.sql;

import org.jspecify.annotations.NullMarked;
