package io.tidemark.sql;

import java.util.stream.Collectors;

/**
 * A statement for the log: its key words, names and operators, without comments, literals and parameters, which may contain
 * personal data. Statements that differ only in these have the same shape.
 *
 * @param text at most {@value #LONGEST} characters
 * @param limitsWithoutOrder whether it has a LIMIT or FETCH, but no ORDER BY, so that its rows may be any
 */
public record StatementShape(String text, boolean limitsWithoutOrder) {

    private static final int LONGEST = 300;

    /** Returns the shape of a text. A text that cannot be lexed has an empty one. */
    public static StatementShape of(String sql) {
        Tokens tokens = Lexer.tokens(sql);
        String text = tokens.list().stream().map(StatementShape::shown).collect(Collectors.joining(" "));
        boolean limits = has(tokens, "limit") || has(tokens, "fetch");
        return new StatementShape(
                text.length() > LONGEST ? text.substring(0, LONGEST) : text, limits && !has(tokens, "order"));
    }

    private static boolean has(Tokens tokens, String word) {
        return tokens.list().stream().anyMatch(token -> token.isWord(word));
    }

    private static String shown(Token token) {
        return switch (token.kind()) {
            case STRING, NUMBER, PARAMETER -> "?";
            case QUOTED -> "\"" + token.text() + "\"";
            case WORD, OPERATOR, SYMBOL -> token.text();
        };
    }
}
