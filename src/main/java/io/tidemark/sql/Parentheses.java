package io.tidemark.sql;

import java.util.Set;

/**
 * Tells the parentheses of SQL's grammar and of harmless functions from the calls of all others.
 *
 * <p>Any word before a parenthesis is a call unless PostgreSQL's grammar cannot read it as one. Its key words come in kinds
 * (its manual: "SQL Key Words"): those that are reserved or that "cannot be function or type" never are; one that is not
 * reserved, or only for "function or type", can be the name of somebody's function, and is one unless its place forbids it.
 */
final class Parentheses {

    /** Key words that cannot name a function without quotes. */
    private static final Set<String> NEVER_FUNCTIONS = Words.of(
            """
            all and any array as asymmetric between bit case cast char character coalesce current_time current_timestamp dec
            decimal distinct else except exists extract float for from greatest group grouping having in intersect interval
            lateral least limit localtime localtimestamp nchar normalize not nullif numeric offset on only or overlay
            position row select some substring symmetric then time timestamp to trim union using values varchar variadic
            when where
            """);

    /** Words that belong to the operand before them, if there is one: an operand directly before a call is no SQL. */
    private static final Set<String> AFTER_OPERANDS = Words.of("filter ilike join over");

    /** Words that, although they look like an operand, may have an expression, or a function in FROM, behind them. */
    private static final Set<String> BEFORE_OPERANDS = Words.of(
            """
            all and any array as asymmetric between both by case distinct else escape first for from groups having ilike in
            is join lateral leading like limit next not offset on only or placing range rows select similar some symmetric
            table tablesample then to trailing using values variadic when where window zone
            """);

    private final Tokens tokens;

    /** {@code DISTINCT ON (…)} is the one closing parenthesis with an expression behind it. */
    private final boolean distinctOn;

    Parentheses(Tokens tokens) {
        this.tokens = tokens;
        this.distinctOn = hasDistinctOn(tokens);
    }

    private static boolean hasDistinctOn(Tokens tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.at(i).isWord("on") && tokens.at(i - 1).isWord("distinct")) {
                return true;
            }
        }
        return false;
    }

    /** Whether what stands before the parenthesis at this index is no call, or that of a harmless function. */
    boolean areHarmlessAt(int open) {
        int name = open - 1;
        if (!tokens.at(name).isName()) {
            return true;
        }
        String text = tokens.at(name).text();
        if (tokens.at(name - 1).isSymbol(".")) {
            // Behind a dot every key word may name a function.
            return isPgCatalog(name - 2) && HarmlessFunctions.contain(text);
        }
        // Behind AS: an alias with its columns, or the type of a cast.
        return tokens.at(name - 1).isWord("as") || HarmlessFunctions.contain(text) || isGrammar(name);
    }

    private boolean isPgCatalog(int schema) {
        Token token = tokens.at(schema);
        return token.isName()
                && token.text().equals("pg_catalog")
                && !tokens.at(schema - 1).isSymbol(".");
    }

    private boolean isGrammar(int name) {
        Token token = tokens.at(name);
        if (token.kind() != Token.Kind.WORD) {
            return false;
        }
        if (AFTER_OPERANDS.contains(token.text())) {
            return endsOperand(tokens.at(name - 1).isWord("not") ? name - 2 : name - 1);
        }
        return NEVER_FUNCTIONS.contains(token.text()) || isLedBy(tokens.at(name - 1), token.text(), name);
    }

    /** Key words that are not reserved, behind one that leaves them no other meaning. */
    private boolean isLedBy(Token leader, String word, int name) {
        return switch (word) {
            case "by" -> leader.isWord("group") || leader.isWord("order") || leader.isWord("partition");
            case "rollup", "cube" -> leader.isWord("by") && tokens.at(name - 2).isWord("group");
            case "sets" -> leader.isWord("grouping");
            case "first", "next" -> leader.isWord("fetch");
            case "bernoulli", "system" -> leader.isWord("tablesample");
            case "varying" -> leader.isWord("character") || leader.isWord("char") || leader.isWord("bit");
            case "zone" -> leader.isWord("time");
            default -> false;
        };
    }

    private boolean endsOperand(int index) {
        Token token = tokens.at(index);
        return switch (token.kind()) {
            case NUMBER, STRING, QUOTED -> true;
            case WORD -> tokens.at(index - 1).isSymbol(".") || !BEFORE_OPERANDS.contains(token.text());
            case SYMBOL -> token.isSymbol("]") || (token.isSymbol(")") && !distinctOn);
            // In a plain Statement a question mark is an operator.
            case PARAMETER -> !token.text().equals("?");
            case OPERATOR -> false;
        };
    }
}
