package io.tidemark.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * A call of JDBC that executes a physical statement. A retry runs it again, on another physical statement.
 *
 * @param <T> the type of its result
 */
interface Execution<T> {
    T on(Statement physical) throws SQLException;
}
