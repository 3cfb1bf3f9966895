package io.tidemark.sql;

import java.util.Optional;

/**
 * The reason why a text that begins like a read is a write. Immutable.
 *
 * @param kind the kind of thing in the text that makes it a write
 * @param name the name of that thing as the text has it; empty for a kind without one
 * @param culprit what the catalogue says about it, such as {@code public.f is VOLATILE}; empty if it says nothing
 * @param remedy what an operator can do about it, if it only reads in fact
 */
public record WriteCause(Kind kind, String name, String culprit, Optional<String> remedy) {

    /** The kinds of things that make a text a write. */
    public enum Kind {
        /** The database's catalogue has not been read yet. */
        CATALOGUE("is not known to be a read before the catalogue has been read"),
        /** It is longer than the classifier looks at, or no SQL that it understands. */
        TEXT("is too long, or cannot be understood"),
        /** A statement in it changes data, or is no query. */
        STATEMENT("changes data, or is no query"),
        /** A standby has refused this text as a write. */
        REFUSED("was refused by a standby"),
        /** A locking clause such as {@code FOR UPDATE}. */
        LOCK("locks rows"),
        /** {@code SELECT … INTO}. */
        INTO("makes a table by INTO"),
        /** A call of a function. */
        FUNCTION("function "),
        /** An operator, written or behind a key word. */
        OPERATOR("operator "),
        /** A type, which a cast names. */
        TYPE("type "),
        /** A table, view or sequence. */
        RELATION("relation "),
        /** A column of which only one server has the value. */
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

    /** One clause, such as {@code operator =: public.c_eq is VOLATILE}. */
    @Override
    public String toString() {
        return kind.text + name + (culprit.isEmpty() ? "" : ": " + culprit);
    }
}
