package io.tidemark.sql;

import java.util.List;

/**
 * The operators behind SQL's own words: {@code a IN (b)} calls the operator {@code =}, also a user-defined one.
 *
 * <p>Errs to more operators than a place means. Source: PostgreSQL's grammar ({@code gram.y}, {@code a_expr}) and its manual,
 * "Operator Type Resolution".
 */
final class WrittenOperators {

    private static final List<String> NONE = List.of();
    private static final List<String> EQUALITY = List.of("=");
    private static final List<String> MEMBERSHIP = List.of("=", "<>");
    private static final List<String> LIKENESS = List.of("~~", "!~~");
    private static final List<String> LIKENESS_IN_ANY_CASE = List.of("~~*", "!~~*");
    private static final List<String> SIMILARITY = List.of("~", "!~");
    private static final List<String> RANGE = List.of(">=", "<=", "<", ">");

    private WrittenOperators() {}

    /** Those that a key word calls; none if it calls none. */
    static List<String> of(String word) {
        return switch (word) {
            case "in" -> MEMBERSHIP;
            case "case", "distinct", "natural", "nullif", "using" -> EQUALITY;
            case "like" -> LIKENESS;
            case "ilike" -> LIKENESS_IN_ANY_CASE;
            case "similar" -> SIMILARITY;
            case "between" -> RANGE;
            default -> NONE;
        };
    }
}
