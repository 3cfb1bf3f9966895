package io.tidemark.postgres;

import io.tidemark.wal.FailureMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access to the driver's connection behind a pooled one, and to its identity.
 *
 * <p>Pools unwrap differently. Most return the driver's connection. Payara returns a new dynamic proxy at each call, which
 * equals no other proxy and throws an {@link java.lang.reflect.UndeclaredThrowableException} in place of each
 * {@link SQLException}. So the unwrapped object does not identify the physical connection. The driver's {@code CopyManager}
 * does. The driver creates one per connection and keeps it for the connection's life, and a proxy returns it unchanged.
 *
 * <p>The driver's classes are found by name, in the class loader that the driver itself came from: on some servers the
 * application cannot see them. Source: pgjdbc, {@code PGConnection.getCopyAPI}. Thread-safe.
 */
final class DriverAccess {

    /** The driver's interface that extends both {@link Connection} and the interface of the identity. */
    static final String CONNECTION = "org.postgresql.core.BaseConnection";

    private static final String IDENTITY = "getCopyAPI";
    private static final int TO_ANSWER_SECONDS = 1;

    private record Driver(Class<?> connection, Method identity) {}

    private volatile @Nullable Driver driver;

    /** Returns the driver's connection, or a proxy that passes each call to it. */
    Connection connection(Connection pooled) throws SQLException {
        return (Connection) pooled.unwrap(driver(pooled).connection());
    }

    /** Returns the identity: one object per physical connection, the same at each call. */
    Object identity(Connection pooled) throws SQLException {
        Driver known = driver(pooled);
        try {
            return known.identity().invoke(pooled.unwrap(known.connection()));
        } catch (InvocationTargetException | IllegalAccessException failed) {
            throw new SQLException("The driver's connection does not answer", failed);
        }
    }

    /**
     * Returns the reason for which the pool hides the identity; empty if each call returns the same object.
     *
     * @throws SQLException with SQLState 08006 if the connection is broken, so that the pool is still untried
     */
    Optional<String> whyHidden(Connection pooled) throws SQLException {
        try {
            return identity(pooled).equals(identity(pooled))
                    ? Optional.empty()
                    : Optional.of("each call returns another object");
        } catch (SQLException | RuntimeException failed) {
            if (!answers(pooled)) {
                throw broken(failed);
            }
            return Optional.of(FailureMessage.withRoot(failed.toString(), failed));
        }
    }

    private static boolean answers(Connection pooled) {
        try {
            return pooled.isValid(TO_ANSWER_SECONDS);
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    static SQLException broken(Exception cause) {
        return new SQLException("The connection is broken", "08006", cause);
    }

    private Driver driver(Connection pooled) throws SQLException {
        Driver known = driver;
        if (known == null) {
            known = find(pooled);
            driver = known;
        }
        return known;
    }

    private static Driver find(Connection pooled) throws SQLException {
        try {
            Class<?> connection =
                    connectionClass(pooled.getMetaData().getClass().getClassLoader());
            return new Driver(connection, connection.getMethod(IDENTITY));
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw new SQLException("The driver has no " + CONNECTION + "." + IDENTITY, missing);
        }
    }

    private static Class<?> connectionClass(@Nullable ClassLoader ofDriver) throws ClassNotFoundException {
        try {
            return Class.forName(CONNECTION, false, ofDriver);
        } catch (ClassNotFoundException wrappedToo) {
            return Class.forName(CONNECTION, false, Thread.currentThread().getContextClassLoader());
        }
    }
}
