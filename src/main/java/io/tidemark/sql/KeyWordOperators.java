package io.tidemark.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operators that SQL key words imply: {@code a IN (b)} calls the operator {@code =}, which may be user-defined.
 *
 * <p>Errs to more operators than a position implies. Source: PostgreSQL's grammar ({@code gram.y}, {@code a_expr}) and
 * its manual, "Operator Type Resolution".
 */
final class KeyWordOperators {

    private static final List<String> EQUALITY = List.of("=");
    private static final List<String> MEMBERSHIP = List.of("=", "<>");
    private static final List<String> LIKENESS = List.of("~~", "!~~");
    private static final List<String> LIKENESS_IN_ANY_CASE = List.of("~~*", "!~~*");
    private static final List<String> SIMILARITY = List.of("~", "!~");
    private static final List<String> RANGE = List.of(">=", "<=", "<", ">");

    private static final Map<String, List<String>> OPERATORS = Map.ofEntries(
            Map.entry("in", MEMBERSHIP),
            Map.entry("case", EQUALITY),
            Map.entry("distinct", EQUALITY),
            Map.entry("natural", EQUALITY),
            Map.entry("nullif", EQUALITY),
            Map.entry("using", EQUALITY),
            Map.entry("like", LIKENESS),
            Map.entry("ilike", LIKENESS_IN_ANY_CASE),
            Map.entry("similar", SIMILARITY),
            Map.entry("between", RANGE));

    private KeyWordOperators() {}

    /** Returns the key words that call an operator. */
    static Set<String> words() {
        return OPERATORS.keySet();
    }

    /** Returns the operators that a key word calls; empty if it calls none. */
    static List<String> of(String word) {
        return OPERATORS.getOrDefault(word, List.of());
    }
}
