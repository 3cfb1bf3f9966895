package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What kind of result sets a statement makes.
 *
 * @param type a {@code ResultSet.TYPE_}
 * @param concurrency a {@code ResultSet.CONCUR_}
 * @param holdability a {@code ResultSet.…_CURSORS_…}; null for the connection's own
 */
record Shape(int type, int concurrency, @Nullable Integer holdability) {

    static final Shape DEFAULT = new Shape(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, null);

    /** Its result sets write. */
    boolean updatable() {
        return concurrency != ResultSet.CONCUR_READ_ONLY;
    }

    Statement statement(Connection connection) throws SQLException {
        return holdability == null
                ? connection.createStatement(type, concurrency)
                : connection.createStatement(type, concurrency, holdability);
    }
}
