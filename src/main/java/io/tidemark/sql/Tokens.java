package io.tidemark.sql;

import java.util.List;

/** The tokens of one text; outside of it there is {@link Token#NONE}, so that rules may look around freely. */
record Tokens(List<Token> list) {

    /** Of a text that holds no token, or that cannot be lexed: nothing can be proved of either. */
    static final Tokens NONE = new Tokens(List.of());

    int size() {
        return list.size();
    }

    Token at(int index) {
        return index >= 0 && index < list.size() ? list.get(index) : Token.NONE;
    }
}
