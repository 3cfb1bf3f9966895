package io.tidemark.sql;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own functions of which the number of arguments decides: {@code age(a, b)} subtracts, {@code age(xid)} counts
 * the server's transactions; {@code ts_rewrite} with two arguments runs the second as SQL, with three none.
 */
final class HarmlessOverloads {

    private final Tokens tokens;
    private final MatchingParentheses nesting;
    private final DatabaseNames database;

    /** Looked for once: a text may have thousands of such calls. */
    private @Nullable Boolean transactionNamed;

    HarmlessOverloads(Tokens tokens, MatchingParentheses nesting, DatabaseNames database) {
        this.tokens = tokens;
        this.nesting = nesting;
        this.database = database;
    }

    /** Whether the call whose parenthesis opens here can only be of one that is harmless. */
    boolean makeHarmless(int open) {
        String name = tokens.at(open - 1).text();
        return switch (name) {
            case "age" -> (commas(open) == 1 || !isTransactionNamed()) && database.isHarmlessOutsideSystem(name);
            case "ts_rewrite" -> commas(open) == 2 && database.isHarmlessOutsideSystem(name);
            default -> false;
        };
    }

    private boolean isTransactionNamed() {
        Boolean known = transactionNamed;
        if (known == null) {
            known = tokens.list().stream()
                    .anyMatch(token -> token.isName() && database.mayNameTransaction(token.text()));
            transactionNamed = known;
        }
        return known;
    }

    private int commas(int open) {
        int commas = 0;
        for (int i = open + 1; i < nesting.partner(open); i++) {
            if (tokens.at(i).isSymbol("(")) {
                i = nesting.partner(i);
            } else if (tokens.at(i).isSymbol(",")) {
                commas++;
            }
        }
        return commas;
    }
}
