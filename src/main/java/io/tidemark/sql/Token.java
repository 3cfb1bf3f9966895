package io.tidemark.sql;

/**
 * One token of a statement.
 *
 * @param text the part that the rules compare. For a {@code WORD}: its letters in lower case, folded like PostgreSQL
 *     (ASCII only). For a {@code QUOTED} identifier: the name between the quotes, with doubled quotes as one. For an
 *     operator, symbol or parameter: the token itself. For a number: empty. For a string: empty, or a brace if it
 *     contains a closing one
 */
record Token(Kind kind, String text) {

    /** The token before the first and after the last one. */
    static final Token NONE = new Token(Kind.SYMBOL, "");

    static final Token STRING = new Token(Kind.STRING, "");
    static final Token STRING_WITH_BRACE = new Token(Kind.STRING, "}");
    static final Token NUMBER = new Token(Kind.NUMBER, "");
    static final Token QUESTION_MARK = new Token(Kind.PARAMETER, "?");
    static final Token NUMBERED = new Token(Kind.PARAMETER, "$");
    static final Token CLOSING = new Token(Kind.SYMBOL, ")");

    private static final Token OPENING = new Token(Kind.SYMBOL, "(");
    private static final Token COMMA = new Token(Kind.SYMBOL, ",");
    private static final Token DOT = new Token(Kind.SYMBOL, ".");

    enum Kind {
        /** A key word or an identifier without quotes; only the grammar can distinguish them. */
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        PARAMETER,
        OPERATOR,
        SYMBOL
    }

    /** Returns a symbol of one character. Nearly all are one of four, which are shared. */
    static Token symbol(char c) {
        return switch (c) {
            case '(' -> OPENING;
            case ')' -> CLOSING;
            case ',' -> COMMA;
            case '.' -> DOT;
            default -> new Token(Kind.SYMBOL, String.valueOf(c));
        };
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it can be a name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
