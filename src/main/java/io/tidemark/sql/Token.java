package io.tidemark.sql;

/**
 * One token of a statement.
 *
 * @param text what the rules compare: of a {@code WORD} its letters, in lower case as PostgreSQL folds it (ASCII only); of a
 *     {@code QUOTED} identifier the name between the quotes, where a doubled quote is one; of an operator, symbol or
 *     parameter itself; of a number nothing; of a string nothing, or a brace if it holds one that closes
 */
record Token(Kind kind, String text) {

    /** What stands before the first token and after the last one. */
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
        /** A key word or an identifier without quotes: only the grammar knows which. */
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        PARAMETER,
        OPERATOR,
        SYMBOL
    }

    /** A symbol of one character: nearly all are one of four, which are shared. */
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

    /** Whether it can name something. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
