package io.tidemark.sql;

import java.util.Random;

/** Makes valid queries, which are reads, out of a small grammar; each piece in a spelling of its own. */
final class Grammar {

    private final Random random;

    Grammar(Random random) {
        this.random = random;
    }

    String query(int depth) {
        return switch (depth <= 0 ? 0 : random.nextInt(7)) {
            case 1 -> query(depth - 1) + one(" UNION ", " union all ", " Except ") + simple(depth - 1);
            case 2 -> "(" + query(depth - 1) + ")";
            case 3 ->
                "WITH x" + one("", "(a)") + " AS " + one("", "MATERIALIZED ", "not materialized ") + "("
                        + query(depth - 1) + ") SELECT a FROM x";
            case 4 -> "VALUES (" + expression(depth - 1) + "), (" + expression(depth - 1) + ")";
            case 5 -> "TABLE t";
            default -> simple(depth);
        };
    }

    private String simple(int depth) {
        return "SELECT " + one("", "DISTINCT ", "ALL ", "DISTINCT ON (a) ") + expression(depth)
                + one("", " AS x", " \"for\"") + " FROM " + relation(depth)
                + (random.nextBoolean() ? " WHERE " + condition(depth) : "")
                + one("", "", " LIMIT 1", " OFFSET 2 ROWS", " FETCH FIRST 3 ROWS ONLY");
    }

    private String relation(int depth) {
        return switch (depth <= 0 ? 0 : random.nextInt(5)) {
            case 1 -> "(" + query(depth - 1) + ") y(a)";
            case 2 -> "t JOIN u ON " + condition(depth - 1);
            case 3 -> "generate_series(1, " + expression(0) + ") AS g(a)";
            case 4 -> "t, LATERAL (" + query(depth - 1) + ") AS z";
            default -> one("t", "public.t", "\"t\" AS v", "t v");
        };
    }

    private String condition(int depth) {
        return expression(depth)
                + one("=", "<>", " < ", ">=")
                + expression(depth)
                + one("", " AND NOT (a = 1)", " OR a BETWEEN (1) AND (2)", " AND c LIKE 'x' ESCAPE '!'");
    }

    private String expression(int depth) {
        return switch (depth <= 0 ? random.nextInt(2) : random.nextInt(8)) {
            case 0 -> one("a", "t.b", "\"c\"", "\"a b\"", "key", "update");
            case 1 -> one("1", "'it''s'", "E'\\''", "$$;$$", "1.5", "NULL", "?", "$1", "'a\\b'", "U&'x'", "B'1'");
            case 2 ->
                one("abs", "lower", "coalesce", "pg_catalog.abs", "\"abs\"", "do_read", "app.twice") + "("
                        + expression(depth - 1) + ")";
            case 3 -> "(" + expression(depth - 1) + one("+", "||", " - ", "*") + expression(depth - 1) + ")";
            case 4 -> "CASE WHEN " + condition(depth - 1) + " THEN 1 ELSE 2 END";
            case 5 -> "(" + query(depth - 1) + ")";
            case 6 -> expression(depth - 1) + one("::int", "::varchar(3)", "::mood");
            default -> "CAST(" + expression(depth - 1) + " AS numeric(10,2))";
        };
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
