package io.tidemark.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * A list of functions by name, as a setting has it: {@code audit, app.rate, app."Rate"}. Without a schema a name means all
 * functions of that name. Names are folded as in SQL, unless they are in double quotes.
 */
public final class FunctionNames {

    /** No function. */
    public static final FunctionNames NONE = new FunctionNames(Set.of());

    private static final String EXPECTED =
            "names of functions, each with or without its schema and separated by commas, such as audit, app.rate";

    private final Set<String> names;

    private FunctionNames(Set<String> names) {
        this.names = names;
    }

    /**
     * The names in the text; none if it is blank.
     *
     * @throws IllegalArgumentException with what is expected, if it is no such list
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

    /** Whether the list names this function, with or without its schema. */
    boolean contain(String schema, String name) {
        return names.contains(name) || names.contains(qualified(schema, name));
    }

    /** A dot in a name needs quotes in the list, which are kept apart from it by a character that no name holds. */
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
