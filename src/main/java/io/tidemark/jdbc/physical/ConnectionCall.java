package io.tidemark.jdbc.physical;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A call of JDBC on a physical connection.
 *
 * @param <T> the type of its result
 */
public interface ConnectionCall<T> {

    /** Runs the call on a connection of a pool. */
    T on(Connection connection) throws SQLException;

    /** Runs the call. Throws the driver's exception even if a pool wraps it into an unchecked one. */
    default T of(PhysicalConnection physical) throws SQLException {
        try {
            return on(physical.connection());
        } catch (RuntimeException thrown) {
            throw SqlCauses.revealed(thrown);
        }
    }
}
