package io.tidemark.jdbc;

import java.util.regex.Pattern;

/**
 * Whether SQL text may end a transaction behind the connection's back. Pessimistic: the word is enough, also in a
 * comment, a literal or a {@code CASE}; then a rollback that follows is not taken for the end of all that was written.
 *
 * <p>Source: PostgreSQL, "COMMIT" and "END". In a transaction block no procedure can commit.
 */
final class TransactionText {

    private static final Pattern COMMIT = Pattern.compile("\\b(?:commit|end)\\b", Pattern.CASE_INSENSITIVE);

    private TransactionText() {}

    static boolean mayCommit(String sql) {
        return COMMIT.matcher(sql).find();
    }
}
