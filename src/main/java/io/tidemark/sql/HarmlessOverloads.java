package io.tidemark.sql;

import org.jspecify.annotations.Nullable;

/**
 * Built-in functions for which the number of arguments decides: {@code age(a, b)} subtracts, but {@code age(xid)}
 * counts the server's transactions; {@code ts_rewrite} runs its second of two arguments as SQL, but with three
 * arguments it runs no SQL.
 */
final class HarmlessOverloads {

    private final Tokens tokens;
    private final MatchingParentheses nesting;
    private final DatabaseNames database;

    /** Computed once, because a text may have thousands of such calls. */
    private @Nullable Boolean transactionNamed;

    HarmlessOverloads(Tokens tokens, MatchingParentheses nesting, DatabaseNames database) {
        this.tokens = tokens;
        this.nesting = nesting;
        this.database = database;
    }

    /** Whether the call whose parenthesis opens here can only mean harmless overloads. */
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
