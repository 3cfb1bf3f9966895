package io.tidemark.sql;

import java.util.Optional;
import java.util.Set;

/**
 * The known properties of the names in a statement: the port between the rules of the grammar and the database.
 *
 * <p>A name is harmless if its use changes no data, and gives the same answer on a primary and on a standby that has
 * replayed the same position. Randomness and the clock may vary, since they vary on one server too. All names are in
 * the form in which PostgreSQL looks them up, folded or without their quotes. Implementations are immutable; a change
 * in the database creates a new instance.
 */
interface DatabaseNames {

    /** Returns the names for this text, in which fewer of them may matter. */
    default DatabaseNames of(Tokens tokens) {
        return this;
    }

    /**
     * Returns the names for a text whose custom settings are known. Reading and setting these is then harmless. Empty
     * if the settings are unknown.
     */
    default Optional<DatabaseNames> knowingSettings() {
        return Optional.empty();
    }

    /** Returns the custom settings that a function or relation of this name reads. */
    default Set<String> settingsOf(String name) {
        return Set.of();
    }

    /**
     * Whether a name may matter although it is neither called nor in the position of a relation: as a type, or as a
     * function that is called like a column.
     */
    default boolean count(String name) {
        return true;
    }

    /**
     * Whether all functions that a call without a schema can reach, in any schema, are harmless. False for an unknown
     * name.
     */
    boolean isHarmless(String name);

    /** The same for a call with a schema. */
    boolean isHarmless(String schema, String name);

    /** Whether no function in any schema has this name. */
    boolean lacks(String name);

    /** Whether all functions that the operator can call are harmless. False for an unknown operator. */
    boolean isHarmlessOperator(String operator);

    /** Whether the operator is known, and may call a harmful function. */
    boolean isHarmfulOperator(String operator);

    /** Whether a relation of this name is harmful to query. */
    boolean isHarmfulRelation(String name);

    /** Whether a type of this name is harmful to use, for instance in a cast. */
    boolean isHarmfulType(String name);

    /** Whether a relation of this name exists in any schema, other than a sequence or an index. */
    boolean hasRelation(String name);

    /** Whether this is the name of a sequence, or of a view on one. */
    boolean isSequence(String relation);

    /** Returns the object that makes the name harmful, as an object of this kind. */
    Culprit culprit(WriteCause.Kind kind, String name);

    /** Whether an operator or type of this name may ask for the server's time. */
    boolean mayAskForTime(String name);

    /** Whether a relation of this name may ask for the server's time. */
    boolean relationMayAskForTime(String name);

    /** Whether a column, type or function of this name may have a transaction id ({@code xid}) as its value. */
    boolean mayNameTransaction(String name);

    /** Whether every function of this name outside of {@code pg_catalog}, if any, is harmless. */
    boolean isHarmlessOutsideSystem(String name);

    /** Whether a call of any function of this name may ask for the server's time. */
    boolean callMayAskForTime(String name);

    /** Whether {@code x.name}, without parentheses, may be a call that asks for the server's time. */
    boolean attributeMayAskForTime(String name);

    /** Whether the catalogue has been read. */
    boolean knowsRelations();

    /** Whether {@code x.name}, without parentheses, may be a harmful call. */
    boolean isHarmfulAttribute(String name);
}
