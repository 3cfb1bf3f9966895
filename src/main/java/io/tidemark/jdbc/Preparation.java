package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * How a statement is prepared, on whichever connection it turns out to run on.
 *
 * @param <S> the kind of statement
 */
interface Preparation<S extends PreparedStatement> {
    S on(Connection connection, String sql) throws SQLException;
}
