package io.tidemark.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * One way to execute a statement, given the physical one. May be run a second time, on the primary's.
 *
 * @param <T> what it answers
 */
interface Execution<T> {
    T on(Statement physical) throws SQLException;
}
