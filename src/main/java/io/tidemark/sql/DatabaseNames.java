package io.tidemark.sql;

import java.util.Optional;
import java.util.Set;

/**
 * What is known of the names that a statement may use: the port between the rules of the grammar and the database.
 *
 * <p>Harmless means: answers alike on a primary and on a standby that has replayed as much, and changes nothing; chance and
 * the clock answer differently each time anyway. All names are as PostgreSQL looks them up, folded or without their quotes.
 * Implementations do not change: what is new in the database is a new one.
 */
interface DatabaseNames {

    /** What is known of the names in this text; less may count in it than elsewhere. */
    default DatabaseNames of(Tokens tokens) {
        return this;
    }

    /**
     * The same for a text of which the custom settings that it reads are known: then reading them is harmless, and so is
     * setting them. Empty if nothing is known of that.
     */
    default Optional<DatabaseNames> knowingSettings() {
        return Optional.empty();
    }

    /** The custom settings that a function or relation of this name reads. */
    default Set<String> settingsOf(String name) {
        return Set.of();
    }

    /**
     * Whether a name that neither is called nor can be a relation's may still count, as that of a type or of a function that is
     * called like a column.
     */
    default boolean count(String name) {
        return true;
    }

    /** Whether whatever a call without a schema can reach, in any schema, is harmless. False for an unknown name. */
    boolean isHarmless(String name);

    /** The same of a call with a schema. */
    boolean isHarmless(String schema, String name);

    /** Whether there is surely no function of this name, in any schema. */
    boolean lacks(String name);

    /** Whether whatever the operator can call is harmless. False for an unknown one. */
    boolean isHarmlessOperator(String operator);

    /** Whether the operator is known, and may call what is not harmless. */
    boolean isHarmfulOperator(String operator);

    /** Whether this names a relation of which a look at it is not harmless. */
    boolean isHarmfulRelation(String name);

    /** Whether this names a type of which the mere use, such as a cast, is not harmless. */
    boolean isHarmfulType(String name);

    /** Whether there is a relation of this name, in any schema, other than a sequence or an index. */
    boolean hasRelation(String name);

    /** Whether this names a sequence, or a view that shows one. */
    boolean isSequence(String relation);

    /** What makes the name harmful, as a thing of this kind. */
    Culprit culprit(WriteCause.Kind kind, String name);

    /** Whether this names an operator or type that may ask for the server's time. */
    boolean mayAskForTime(String name);

    /** Whether this names a relation that may ask for the server's time. */
    boolean relationMayAskForTime(String name);

    /** Whether this names a column, type or function whose value may be a transaction's number, an {@code xid}. */
    boolean mayNameTransaction(String name);

    /** Whether every function of this name outside of {@code pg_catalog}, if there is one, is harmless. */
    boolean isHarmlessOutsideSystem(String name);

    /** Whether a call of any function of this name may ask for the server's time. */
    boolean callMayAskForTime(String name);

    /** Whether {@code x.name}, without parentheses, may be a call that asks for the server's time. */
    boolean attributeMayAskForTime(String name);

    /** Whether the catalogue has been read. */
    boolean knowsRelations();

    /** Whether {@code x.name}, without parentheses, may be a call that is not harmless. */
    boolean isHarmfulAttribute(String name);
}
