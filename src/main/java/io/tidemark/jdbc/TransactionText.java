package io.tidemark.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects SQL text that may end a transaction without a call of {@code commit}. Errs towards true: the word is enough where a
 * statement can begin, even in a literal. The END of a CASE on the same line does not count.
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

    /** True at the start of the text, after a semicolon, and after a comment, which ends in a slash or a line. */
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
