package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The options of a statement's result sets.
 *
 * @param type a {@code ResultSet.TYPE_}
 * @param concurrency a {@code ResultSet.CONCUR_}
 * @param holdability a {@code ResultSet.…_CURSORS_…}; null for the default of the connection
 */
record ResultSetOptions(int type, int concurrency, @Nullable Integer holdability) {

    static final ResultSetOptions DEFAULT =
            new ResultSetOptions(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, null);

    static ResultSetOptions of(int type, int concurrency) throws SQLException {
        return new ResultSetOptions(type(type), concurrency(concurrency), null);
    }

    static ResultSetOptions of(int type, int concurrency, int holdability) throws SQLException {
        return new ResultSetOptions(type(type), concurrency(concurrency), holdability(holdability));
    }

    private static int type(int value) throws SQLException {
        return switch (value) {
            case ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
                value;
            default -> throw SqlErrors.badValue("type of result sets", value);
        };
    }

    private static int concurrency(int value) throws SQLException {
        return switch (value) {
            case ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE -> value;
            default -> throw SqlErrors.badValue("concurrency of result sets", value);
        };
    }

    static int holdability(int value) throws SQLException {
        return switch (value) {
            case ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT -> value;
            default -> throw SqlErrors.badValue("holdability of result sets", value);
        };
    }

    /** True if rows can be written through its result sets. */
    boolean updatable() {
        return concurrency != ResultSet.CONCUR_READ_ONLY;
    }

    Statement statement(Connection connection) throws SQLException {
        return holdability == null
                ? connection.createStatement(type, concurrency)
                : connection.createStatement(type, concurrency, holdability);
    }
}
