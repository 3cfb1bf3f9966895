package io.tidemark.jdbc.physical;

import java.sql.SQLException;

/** The owner of the statements and rows that are open on physical connections. Called on the thread that runs a statement. */
public interface ConnectionUser {

    /** Closes everything that is open on a connection that is about to be returned to its pool. */
    void beforeReturn(PhysicalConnection physical) throws SQLException;

    /** True if an open statement or row needs that connection. */
    default boolean uses(PhysicalConnection physical) {
        return false;
    }

    /** Called before the first statement of a local transaction is sent over that connection. */
    default void beforeTransaction(PhysicalConnection physical) throws SQLException {}
}
