package io.tidemark.sql;

import java.util.Optional;

/**
 * The cause that makes a text that begins like a read a write. Immutable.
 *
 * @param kind the kind of object in the text that makes it a write
 * @param name the name of that object in the text; empty for a kind without one
 * @param culprit the explanation from the catalogue, such as {@code public.f is VOLATILE}; empty without one
 * @param remedy the action for an operator, if the object really only reads
 */
public record WriteCause(Kind kind, String name, String culprit, Optional<String> remedy) {

    /** The kinds of causes. */
    public enum Kind {
        /** The database's catalogue has not been read yet. */
        CATALOGUE("is not known to be a read before the catalogue has been read"),
        /** The text is longer than the classifier's limit, or is SQL that it cannot parse. */
        TEXT("is too long, or cannot be understood"),
        /** A statement in the text changes data, or is no query. */
        STATEMENT("changes data, or is no query"),
        /** A standby has refused this text as a write. */
        REFUSED("was refused by a standby"),
        /** A locking clause such as {@code FOR UPDATE}. */
        LOCK("locks rows"),
        /** {@code SELECT … INTO}. */
        INTO("makes a table by INTO"),
        /** A call of a function. */
        FUNCTION("function "),
        /** An operator, written as such or implied by a key word. */
        OPERATOR("operator "),
        /** A type in a cast. */
        TYPE("type "),
        /** A table, view or sequence. */
        RELATION("relation "),
        /** A column whose value exists on one server only. */
        COLUMN("column "),
        /** A function or relation that is not in the catalogue. */
        UNKNOWN("not in the catalogue: ");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    static WriteCause of(Kind kind) {
        return new WriteCause(kind, "", "", Optional.empty());
    }

    static WriteCause of(Kind kind, String name) {
        return new WriteCause(kind, name, "", Optional.empty());
    }

    /** Returns one clause, such as {@code operator =: public.c_eq is VOLATILE}. */
    @Override
    public String toString() {
        return kind.text + name + (culprit.isEmpty() ? "" : ": " + culprit);
    }
}
