/**
 * Tells provable reads from everything else, by the SQL text and by what the database's catalogue says of the names in it.
 *
 * <p>{@link io.tidemark.sql.Lexer} takes a text apart as PostgreSQL does; {@link io.tidemark.sql.ReadRules} has the rules for
 * its statements, {@link io.tidemark.sql.RelationPositions} finds the names of relations in it, {@link
 * io.tidemark.sql.TypePositions} those of types; {@link io.tidemark.sql.DatabaseNames} is what they ask about names, answered by
 * {@link io.tidemark.sql.Catalogue}, or by what is built in as long as no catalogue was read.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.tidemark.sql;

import org.jspecify.annotations.NullMarked;
