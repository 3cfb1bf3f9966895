package io.tidemark.sql;

import java.util.List;

/**
 * The tokens of one text. Indexes outside the text return {@link Token#NONE}, so that rules may look in both directions
 * without bounds checks.
 *
 * @param operators the operators of a plain statement, in which a question mark is no parameter
 * @param hinted whether a comment asks for the primary
 * @param timed whether a string may be a value of a date type, such as {@code now}
 * @param ambiguous whether a backslash in a string may have another meaning, see
 *     {@link Lexer#tokensIfBackslashesEscape}
 */
record Tokens(List<Token> list, List<String> operators, boolean hinted, boolean timed, boolean ambiguous) {

    /** The tokens of a text that is empty or cannot be lexed, and cannot be proved to be a read. */
    static final Tokens NONE = new Tokens(List.of(), List.of(), false, false, false);

    int size() {
        return list.size();
    }

    Token at(int index) {
        return index >= 0 && index < list.size() ? list.get(index) : Token.NONE;
    }
}
