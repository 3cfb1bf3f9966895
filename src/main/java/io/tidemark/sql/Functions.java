package io.tidemark.sql;

/**
 * What is known of the names that a statement may use: the port between the rules of the grammar and the database.
 *
 * <p>Harmless means: answers alike on a primary and on a standby that has replayed as much, and changes nothing; chance and
 * the clock answer differently each time anyway. All names are as PostgreSQL looks them up, folded or without their quotes.
 * Implementations do not change: what is new in the database is a new one.
 */
interface Functions {

    /** What is known of the names in this text; less may count in it than elsewhere. */
    default Functions of(Tokens tokens) {
        return this;
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

    /** Whether this names a relation or a type of which the mere use is not harmless. */
    boolean isHarmful(String relationOrType);

    /** Whether this names a sequence, or a view that shows one. */
    boolean isSequence(String relation);

    /** Whether a name of PostgreSQL's own may be used, as whatever it may be. */
    default boolean permits(String name) {
        return SystemNames.permit(name);
    }

    /** Whether this names an operator, relation or type that may ask for the server's time. */
    boolean mayAskForTime(String name);

    /** Whether a call of any function of this name may ask for the server's time. */
    boolean callMayAskForTime(String name);

    /** Whether {@code x.name}, without parentheses, may be a call that asks for the server's time. */
    boolean attributeMayAskForTime(String name);

    /** Whether relations are known; if not, any of them may be a view that asks for the time. */
    boolean knowsRelations();

    /** Whether {@code x.name}, without parentheses, may be a call that is not harmless. */
    boolean isHarmfulAttribute(String name);
}
