package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Facts about the server that each physical connection of a pool leads to, found again by the connection's identity.
 *
 * <p>A physical connection leads to one incarnation of a server for its whole life, so each is asked once. A pool that hides
 * the identity costs a query for each borrowed connection; {@link PollingConnection} logs a WARNING for it at start. Thread-safe.
 *
 * @param <T> the facts
 */
final class PhysicalConnections<T> {

    /** Stands for each connection whose pool hides its identity. No facts are kept for it. */
    static final Object HIDDEN = new Object();

    private enum Recognition {
        UNTRIED,
        WORKS,
        FAILS
    }

    // The driver's objects are equal only to themselves. An entry goes with its connection.
    private final Map<Object, Optional<T>> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final DriverAccess driver = new DriverAccess();
    private volatile Recognition recognition = Recognition.UNTRIED;

    /**
     * The identity of the physical connection, or {@link #HIDDEN}.
     *
     * @throws SQLException with SQLState 08006 if the connection is broken
     */
    Object behind(Connection pooled) throws SQLException {
        return switch (recognition) {
            case FAILS -> HIDDEN;
            case WORKS -> identity(pooled);
            case UNTRIED -> recognize(pooled);
        };
    }

    /** The driver's connection, or a proxy that passes each call to it; empty if the pool hides it. */
    Optional<Connection> driver(Connection pooled) throws SQLException {
        return behind(pooled).equals(HIDDEN) ? Optional.empty() : Optional.of(driver.connection(pooled));
    }

    private Object identity(Connection pooled) throws SQLException {
        try {
            return driver.identity(pooled);
        } catch (SQLException | RuntimeException failed) {
            throw DriverAccess.broken(failed);
        }
    }

    private Object recognize(Connection pooled) throws SQLException {
        Optional<String> hidden = driver.whyHidden(pooled);
        recognition = hidden.isPresent() ? Recognition.FAILS : Recognition.WORKS;
        return behind(pooled);
    }

    Optional<T> known(Object physical) {
        return known.getOrDefault(physical, Optional.empty());
    }

    void remember(Object physical, T facts) {
        if (!physical.equals(HIDDEN)) {
            known.put(physical, Optional.of(facts));
        }
    }
}
