package io.tidemark.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * A list of function names in the syntax of a setting: {@code audit, app.rate, app."Rate"}. A name without a schema
 * matches all functions of that name. Names are folded as in SQL, unless they are in double quotes.
 */
public final class FunctionNames {

    /** An empty list. */
    public static final FunctionNames NONE = new FunctionNames(Set.of());

    private static final String EXPECTED =
            "names of functions, each with or without its schema and separated by commas, such as audit, app.rate";

    private final Set<String> names;

    private FunctionNames(Set<String> names) {
        this.names = names;
    }

    /**
     * Parses a list; a blank text is an empty list.
     *
     * @throws IllegalArgumentException with the expected form, if the text is not such a list
     */
    public static FunctionNames parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        Tokens tokens = Lexer.tokens(text);
        Set<String> names = new HashSet<>();
        int at = 0;
        do {
            int parts = tokens.at(at + 1).isSymbol(".") ? 2 : 1;
            int last = at + 2 * (parts - 1);
            if (!tokens.at(at).isName() || !tokens.at(last).isName()) {
                throw new IllegalArgumentException(EXPECTED);
            }
            String name = tokens.at(last).text();
            names.add(parts == 1 ? name : qualified(tokens.at(at).text(), name));
            at = last + 2;
        } while (tokens.at(at - 1).isSymbol(","));
        if (at <= tokens.size()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new FunctionNames(Set.copyOf(names));
    }

    /** Whether the list contains this function, with or without its schema. */
    boolean contain(String schema, String name) {
        return names.contains(name) || names.contains(qualified(schema, name));
    }

    /**
     * Joins both with a character that no name contains. A dot would be ambiguous, since a quoted name may contain one.
     */
    private static String qualified(String schema, String name) {
        return schema + '\0' + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionNames list && names.equals(list.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.toString().replace('\0', '.');
    }
}
