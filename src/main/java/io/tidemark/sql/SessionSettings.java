package io.tidemark.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of its session that a text reads and sets, beside being a read. Immutable.
 *
 * @param read the custom settings on which the answer depends, such as {@code app.tenant}, or
 *     {@link SettingNames#ANY}
 * @param byClock whether the answer depends on the server's clock, too
 * @param sets whether it sets custom settings
 * @param names those of which a literal is the name, in lower case
 * @param assignments what it sets, in order, if it does nothing else and each value is a literal or a parameter; otherwise empty
 */
public record SessionSettings(
        Set<String> read, boolean byClock, boolean sets, Set<String> names, List<Assignment> assignments) {

    /** Of a text of which nothing is known. */
    public static final SessionSettings UNKNOWN =
            new SessionSettings(Set.of(SettingNames.ANY), true, false, Set.of(), List.of());

    /**
     * A value in the text.
     *
     * @param literal the value; empty for NULL or DEFAULT, and for a parameter
     * @param parameter the number of the parameter that has the value, from 1 on; 0 if none
     */
    public record Operand(Optional<String> literal, int parameter) {

        static Operand of(String literal) {
            return new Operand(Optional.of(literal), 0);
        }

        static Operand parameter(int number) {
            return new Operand(Optional.empty(), number);
        }

        /** NULL or DEFAULT. */
        static Operand none() {
            return new Operand(Optional.empty(), 0);
        }
    }

    /**
     * One setting gets a value.
     *
     * @param name a custom setting's name if it is a literal; a parameter's value may be any setting's
     * @param value what it is set to; without a value it is reset to the session's default
     * @param local {@code true} if it lasts until the transaction ends, {@code false} if until the session does
     */
    public record Assignment(Operand name, Operand value, Operand local) {}

    static SessionSettings reading(Set<String> read) {
        return new SessionSettings(Set.copyOf(read), false, false, Set.of(), List.of());
    }

    static SessionSettings setting(List<Assignment> assignments) {
        Set<String> names = new HashSet<>();
        assignments.forEach(assignment -> assignment.name().literal().ifPresent(names::add));
        return new SessionSettings(Set.of(), false, true, Set.copyOf(names), List.copyOf(assignments));
    }
}
