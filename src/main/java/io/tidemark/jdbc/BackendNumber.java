package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * The number of the server process behind a connection, which the driver knows without asking:
 * {@code org.postgresql.PGConnection.getBackendPID()}.
 *
 * <p>By reflection, since on some servers the driver's classes are none that an application sees; the meta data are the
 * driver's own everywhere, and so is their class loader. Behind a connection pooler that hands out numbers of its own it
 * means nothing.
 */
final class BackendNumber {

    private static final System.Logger LOG = System.getLogger(BackendNumber.class.getName());
    private static final String TYPE = "org.postgresql.PGConnection";

    private BackendNumber() {}

    /** The number, or nothing if the driver is another one, or the pool hides it. */
    static OptionalInt of(Connection connection) {
        try {
            ClassLoader driver = connection.getMetaData().getClass().getClassLoader();
            Class<?> type = Class.forName(TYPE, false, driver);
            Object unwrapped = connection.unwrap(type);
            return OptionalInt.of((Integer) type.getMethod("getBackendPID").invoke(unwrapped));
        } catch (SQLException | ReflectiveOperationException | RuntimeException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "The number of the server''s process is not known: {0}", unknown);
            return OptionalInt.empty();
        }
    }
}
