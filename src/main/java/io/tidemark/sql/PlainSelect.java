package io.tidemark.sql;

import java.util.Set;

/** The rules for one SELECT that holds nothing but reads: see {@link Classifier}. */
final class PlainSelect {

    /** What makes FOR a locking clause; also READ ONLY, which is none, but rare. */
    private static final Set<String> LOCKS = Words.of("update no share key read");

    /** A sequence's columns: the WAL runs ahead of them, by up to 32 values. */
    private static final Set<String> SEQUENCE_COLUMNS = Words.of("last_value log_cnt is_called");

    private final Tokens tokens;
    private final Parentheses parentheses;

    private PlainSelect(Tokens tokens) {
        this.tokens = tokens;
        this.parentheses = new Parentheses(tokens);
    }

    /** Whether the tokens are one plain SELECT. */
    static boolean isMadeOf(Tokens tokens) {
        PlainSelect select = new PlainSelect(tokens);
        return select.begins() && select.goesOnHarmlessly();
    }

    private boolean begins() {
        int first = 0;
        while (tokens.at(first).isSymbol("(")) {
            first++;
        }
        return tokens.at(first).isWord("select");
    }

    private boolean goesOnHarmlessly() {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.at(i).isSymbol("(")) {
                depth++;
            } else if (tokens.at(i).isSymbol(")")) {
                depth--;
            }
            if (depth < 0 || !isHarmless(i)) {
                return false;
            }
        }
        return depth == 0;
    }

    private boolean isHarmless(int index) {
        Token token = tokens.at(index);
        return switch (token.kind()) {
            case STRING, NUMBER, PARAMETER -> true;
            case OPERATOR -> BuiltInOperators.contain(token.text());
            case SYMBOL -> isHarmlessSymbol(token, index);
            case QUOTED -> isHarmlessName(token.text(), index);
            case WORD -> isHarmlessName(token.text(), index) && isHarmlessWord(token.text(), index);
        };
    }

    private boolean isHarmlessSymbol(Token symbol, int index) {
        return switch (symbol.text()) {
            case "(" -> parentheses.areHarmlessAt(index);
            case ";" -> index == tokens.size() - 1;
            default -> true;
        };
    }

    /** PostgreSQL's own names tell of the server; only its schema is a mere qualifier. */
    private boolean isHarmlessName(String name, int index) {
        if (SEQUENCE_COLUMNS.contains(name)) {
            return tokens.at(index + 1).isSymbol("(");
        }
        return !name.startsWith("pg_") || name.equals("pg_catalog");
    }

    private boolean isHarmlessWord(String word, int index) {
        return switch (word) {
            case "into" -> false;
            case "for" -> {
                Token next = tokens.at(index + 1);
                yield next.kind() != Token.Kind.WORD || !LOCKS.contains(next.text());
            }
            case "with" -> isNoCommonTable(tokens.at(index - 1), tokens.at(index + 1));
            default -> true;
        };
    }

    /** Common tables may be named by these words too, but begin a statement or follow a parenthesis. */
    private static boolean isNoCommonTable(Token before, Token next) {
        return (next.isWord("ties") && (before.isWord("row") || before.isWord("rows")))
                || (next.isWord("ordinality") && before.isSymbol(")"))
                || (next.isWord("time")
                        && (before.isSymbol(")") || before.isWord("time") || before.isWord("timestamp")));
    }
}
