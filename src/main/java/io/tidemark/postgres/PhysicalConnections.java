package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * What is known of the server to which each of the driver's connections leads, behind whatever a pool wraps them in. One
 * that is alive leads to the same incarnation for ever, so it need be told once.
 *
 * <p>The driver's class is found by its name, in the loader that the driver itself came from: on some servers the
 * application does not see it. A pool that does not let its connections be unwrapped costs a question at each borrowing.
 * Thread-safe.
 *
 * @param <T> what is known
 */
final class PhysicalConnections<T> {

    private static final System.Logger LOG = System.getLogger(PhysicalConnections.class.getName());
    private static final String DRIVERS_CONNECTION = "org.postgresql.PGConnection";

    /** In the place of a connection that its pool hides. Nothing is known of it. */
    private static final Object HIDDEN = new Object();

    // The driver's connections are equal only to themselves. An entry goes with its connection.
    private final Map<Object, Optional<T>> known = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile Optional<Class<?>> type = Optional.empty();
    private volatile boolean opaque;
    private final String role;

    /**
     * @param role of the servers that the pool leads to, for the log
     */
    PhysicalConnections(String role) {
        this.role = role;
    }

    /** The driver's connection, or what stands for it if the pool hides it. Allocates nothing, as each read asks. */
    Object behind(Connection pooled) throws SQLException {
        if (opaque) {
            return HIDDEN;
        }
        try {
            Class<?> drivers = type.isPresent() ? type.get() : find(pooled);
            return pooled.unwrap(drivers);
        } catch (SQLException | RuntimeException | ClassNotFoundException | LinkageError hidden) {
            if (pooled.isClosed() || !pooled.isValid(1)) {
                throw new SQLException("The connection is broken", "08006", hidden);
            }
            opaque = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The pool of the {0} does not let its connections be unwrapped to {1} ({2}): each is asked for its"
                            + " server whenever it is borrowed.",
                    role,
                    DRIVERS_CONNECTION,
                    hidden.toString());
            return HIDDEN;
        }
    }

    private Class<?> find(Connection pooled) throws SQLException, ClassNotFoundException {
        Class<?> found;
        try {
            ClassLoader ofDriver = pooled.getMetaData().getClass().getClassLoader();
            found = Class.forName(DRIVERS_CONNECTION, false, ofDriver);
        } catch (ClassNotFoundException wrappedToo) {
            found = Class.forName(
                    DRIVERS_CONNECTION, false, Thread.currentThread().getContextClassLoader());
        }
        type = Optional.of(found);
        return found;
    }

    Optional<T> known(Object physical) {
        return known.getOrDefault(physical, Optional.empty());
    }

    void remember(Object physical, T told) {
        if (!physical.equals(HIDDEN)) {
            known.put(physical, Optional.of(told));
        }
    }
}
