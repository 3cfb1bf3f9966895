package io.tidemark.sql;

import java.util.List;

/**
 * The tokens of one text; outside of it there is {@link Token#NONE}, so that rules may look around freely.
 *
 * @param operators what the operators with a question mark are if it is no parameter, as in the text of a plain statement
 * @param hinted whether a comment asks for the primary
 * @param timed whether a string may be a value such as {@code now} of a type for dates
 * @param ambiguous whether a backslash in a string may mean something else, see {@link Lexer#tokensIfBackslashesEscape}
 */
record Tokens(List<Token> list, List<String> operators, boolean hinted, boolean timed, boolean ambiguous) {

    /** Of a text that holds no token, or that cannot be lexed: nothing can be proved of either. */
    static final Tokens NONE = new Tokens(List.of(), List.of(), false, false, false);

    int size() {
        return list.size();
    }

    Token at(int index) {
        return index >= 0 && index < list.size() ? list.get(index) : Token.NONE;
    }
}
