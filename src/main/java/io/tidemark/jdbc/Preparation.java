package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A call of JDBC that prepares a statement, on the physical connection that is chosen when it is executed.
 *
 * @param <S> the kind of statement
 */
interface Preparation<S extends PreparedStatement> {
    S on(Connection connection, String sql) throws SQLException;
}
