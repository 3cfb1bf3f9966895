package io.tidemark.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether SQL text may end a transaction behind the connection's back. Pessimistic: the word where a statement can begin
 * is enough, also in a literal; but not the END of a CASE on the same line.
 *
 * <p>Source: PostgreSQL, "COMMIT" and "END". In a transaction block no procedure can commit.
 */
final class TransactionText {

    /** The text of a write that the driver makes without a statement of the application. It cannot end a transaction. */
    static final String NO_STATEMENT = "";

    private static final Pattern COMMIT = Pattern.compile("\\b(?:commit|end)\\b", Pattern.CASE_INSENSITIVE);

    private TransactionText() {}

    static boolean mayCommit(String sql) {
        Matcher word = COMMIT.matcher(sql);
        while (word.find()) {
            if (canBegin(sql, word.start())) {
                return true;
            }
        }
        return false;
    }

    /** A statement begins with the text, after a semicolon, or after one of these and comments, which end in a slash or a line. */
    private static boolean canBegin(String sql, int position) {
        int before = position - 1;
        while (before >= 0 && Character.isWhitespace(sql.charAt(before))) {
            if (sql.charAt(before) == '\n' || sql.charAt(before) == '\r') {
                return true;
            }
            before--;
        }
        return before < 0 || sql.charAt(before) == ';' || sql.charAt(before) == '/';
    }
}
