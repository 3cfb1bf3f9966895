package io.tidemark.sql;

/**
 * PostgreSQL's own functions of which the number of arguments decides: {@code age(a, b)} subtracts, {@code age(xid)} counts
 * the server's transactions; {@code ts_rewrite} with two arguments runs the second as SQL, with three none.
 */
final class Overloads {

    private Overloads() {}

    /** Whether the call whose parenthesis opens here can only be of one that is harmless. */
    static boolean makeHarmless(Tokens tokens, Nesting nesting, int open, Functions functions) {
        String name = tokens.at(open - 1).text();
        return switch (name) {
            case "age" ->
                (commas(tokens, nesting, open) == 1 || !namesTransactions(tokens, functions))
                        && functions.isHarmlessOutsideSystem(name);
            case "ts_rewrite" -> commas(tokens, nesting, open) == 2 && functions.isHarmlessOutsideSystem(name);
            default -> false;
        };
    }

    private static boolean namesTransactions(Tokens tokens, Functions functions) {
        return tokens.list().stream().anyMatch(token -> token.isName() && functions.mayNameTransaction(token.text()));
    }

    private static int commas(Tokens tokens, Nesting nesting, int open) {
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
