package io.tidemark.sql;

/**
 * Text that makes a read-only transaction read-write. A standby rejects it, but a standby that was just promoted does
 * not, and writes there would leave no mark.
 */
final class ReadWriteRequest {

    private ReadWriteRequest() {}

    /** Errs to true. Showing the setting does not count. */
    static boolean isAskedForIn(String sql, Tokens tokens) {
        boolean sets = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            if (token.isWord("write") && tokens.at(i - 1).isWord("read")) {
                return true;
            }
            boolean begins = i == 0 || tokens.at(i - 1).isSymbol(";");
            sets |= (begins && (token.isWord("set") || token.isWord("do"))) || SetConfigCalls.isAt(tokens, i);
        }
        // The name may be in a string.
        return sets && Characters.lowerCase(sql).contains("transaction_read_only");
    }
}
