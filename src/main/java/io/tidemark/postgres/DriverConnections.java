package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Facts about the server behind each physical connection of a pool. The driver's connection identifies a physical connection
 * within the wrappers of its pool.
 *
 * <p>A physical connection leads to one incarnation of a server for its whole life, so one query per connection is enough. If
 * a pool hides the driver's connection, each checkout costs a query, and {@link PollingConnection} logs a WARNING at the
 * start. Thread-safe.
 *
 * @param <T> the facts
 */
final class DriverConnections<T> {

    /** The identity of every connection whose pool hides the driver's connection. It has no facts. */
    static final Object HIDDEN = new Object();

    private enum Recognition {
        UNTRIED,
        WORKS,
        FAILS
    }

    // The driver's objects are equal only to themselves. An entry ends with its connection.
    private final Map<Object, Optional<T>> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final DriverAccess driver = new DriverAccess();
    private volatile Recognition recognition = Recognition.UNTRIED;

    /**
     * Returns the identity of the physical connection, or {@link #HIDDEN}.
     *
     * @throws SQLException with SQLState 08006 if the connection is broken
     */
    Object identity(Connection pooled) throws SQLException {
        return switch (recognition) {
            case FAILS -> HIDDEN;
            case WORKS -> driverIdentity(pooled);
            case UNTRIED -> recognize(pooled);
        };
    }

    /** Returns the driver's connection, or a proxy that passes each call to it. Empty if the pool hides it. */
    Optional<Connection> driver(Connection pooled) throws SQLException {
        return identity(pooled).equals(HIDDEN) ? Optional.empty() : Optional.of(driver.connection(pooled));
    }

    private Object driverIdentity(Connection pooled) throws SQLException {
        try {
            return driver.identity(pooled);
        } catch (SQLException | RuntimeException failed) {
            throw DriverAccess.broken(failed);
        }
    }

    private Object recognize(Connection pooled) throws SQLException {
        Optional<String> hidden = driver.whyHidden(pooled);
        recognition = hidden.isPresent() ? Recognition.FAILS : Recognition.WORKS;
        return identity(pooled);
    }

    Optional<T> of(Object identity) {
        return known.getOrDefault(identity, Optional.empty());
    }

    void remember(Object identity, T facts) {
        if (!identity.equals(HIDDEN)) {
            known.put(identity, Optional.of(facts));
        }
    }
}
