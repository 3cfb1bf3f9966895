package io.tidemark.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The session settings that an otherwise read-only text reads and sets. Immutable.
 *
 * @param read the custom settings on which the answer depends, such as {@code app.tenant}, or {@link SettingNames#ANY}
 * @param byClock whether the answer also depends on the server's clock
 * @param sets whether it sets custom settings
 * @param names the names among them that are literals, in lower case
 * @param assignments the assignments, in order, if the text has no other effect and each value is a literal or a
 *     parameter; otherwise empty
 */
public record SessionSettings(
        Set<String> read, boolean byClock, boolean sets, Set<String> names, List<Assignment> assignments) {

    /** The settings of a text about which no details are known. */
    public static final SessionSettings UNKNOWN =
            new SessionSettings(Set.of(SettingNames.ANY), true, false, Set.of(), List.of());

    /**
     * A value in the text.
     *
     * @param literal the value; empty for NULL or DEFAULT, and for a parameter
     * @param parameter the number of the parameter with the value, from 1 on; 0 without one
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
     * The assignment of a value to a setting.
     *
     * @param name the name of a custom setting if it is a literal; a parameter may name any setting
     * @param value the new value; without one the setting is reset to the session's default
     * @param local {@code true} if it lasts until the transaction ends, {@code false} if until the session ends
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
