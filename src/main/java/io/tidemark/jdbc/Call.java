package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something of JDBC that is asked of a physical connection.
 *
 * @param <T> the answer
 */
interface Call<T> {

    T on(Connection connection) throws SQLException;

    /** The answer of that one, or the driver's exception, also where a pool throws one at run time in its place. */
    default T of(Physical physical) throws SQLException {
        try {
            return on(physical.connection());
        } catch (RuntimeException thrown) {
            throw Causes.revealed(thrown);
        }
    }
}
