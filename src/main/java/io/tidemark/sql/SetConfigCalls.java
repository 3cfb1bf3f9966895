package io.tidemark.sql;

/** Calls of {@code set_config(name, value, is_local)}. */
final class SetConfigCalls {

    static final String NAME = "set_config";

    private static final int ARGUMENTS = 7;

    private SetConfigCalls() {}

    static boolean isAt(Tokens tokens, int index) {
        Token token = tokens.at(index);
        return token.isName() && token.text().equals(NAME);
    }

    /** Whether the last argument is the literal {@code true}: the setting then ends with the transaction. */
    static boolean isLocalAt(Tokens tokens, int index) {
        int depth = 0;
        for (int i = index + 1; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return token.isSymbol(")")
                        && tokens.at(i - 1).isWord("true")
                        && tokens.at(i - 2).isSymbol(",");
            }
        }
        return false;
    }

    /** Whether the statement consists of {@code SELECT set_config('…', '…', …)}. */
    static boolean isAlone(Tokens tokens, int from, int to) {
        int name = to - ARGUMENTS - 1;
        boolean qualified =
                tokens.at(from + 1).isWord("pg_catalog") && tokens.at(from + 2).isSymbol(".");
        return tokens.at(from).isWord("select")
                && name == (qualified ? from + 3 : from + 1)
                && isAt(tokens, name)
                && tokens.at(name + 1).isSymbol("(")
                && tokens.at(name + 2).kind() == Token.Kind.STRING
                && tokens.at(name + 4).kind() == Token.Kind.STRING
                && tokens.at(name + 6).kind() == Token.Kind.WORD
                && tokens.at(name + ARGUMENTS).isSymbol(")");
    }
}
