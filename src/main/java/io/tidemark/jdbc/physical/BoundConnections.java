package io.tidemark.jdbc.physical;

import io.tidemark.routing.BorrowedConnections;
import io.tidemark.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections of a routed connection: at most one of the primary and one of a replica. Each is borrowed at its
 * first use. It is kept until the routed connection is closed, or until the other one is needed and no open statement needs
 * this one.
 *
 * <p>Two pools that are waited for in both orders cause a deadlock: one thread holds the last connection of one pool, another
 * thread that of the other. So a thread that holds a connection of the replica may wait for the primary's pool, but never the
 * reverse. For the same reason, a connection of one replica is returned before the pool of another replica is waited for.
 *
 * <p>The connection of the primary is kept only while the same JTA transaction, or no transaction, is current. Another
 * transaction must enlist a connection of its own.
 *
 * <p>Used by one thread at a time, except for {@link #abort}.
 */
public abstract sealed class BoundConnections implements BorrowedConnections permits ReadyConnections {

    private static final System.Logger LOG = System.getLogger(BoundConnections.class.getName());

    private final RoutedPools pools;
    private final ConnectionUser user;

    // Volatile for abort(), which another thread may call.
    private volatile @Nullable PhysicalConnection primary;
    private volatile @Nullable PhysicalConnection replica;

    /** The decision whose position the replica's connection was last found to cover. */
    private @Nullable Decision coveredFor;

    BoundConnections(RoutedPools pools, ConnectionUser user) {
        this.pools = pools;
        this.user = user;
    }

    final RoutedPools pools() {
        return pools;
    }

    /**
     * The connection to the primary.
     *
     * @param transaction the JTA transaction of this thread
     * @throws SQLException with SQLState 25000 if the server did not enlist it in that transaction
     */
    final PhysicalConnection primaryFor(Optional<Object> transaction) throws SQLException {
        PhysicalConnection held = primary;
        if (held != null) {
            if (held.transaction().equals(transaction)) {
                return held;
            }
            primary = null;
            giveBackQuietly(held, transaction);
        }
        returnReplicaIfFree();
        PrimaryPool pool = pools.primary();
        Connection borrowed = transaction.isPresent() ? pool.borrowEnlisted() : pool.borrow();
        boolean autoCommit =
                asked(borrowed, transaction.isPresent() ? on -> !EnlistmentCheck.found(on) : Connection::getAutoCommit);
        PhysicalConnection obtained = new PrimaryConnection(borrowed, autoCommit, transaction, pool);
        if (transaction.isPresent() && !obtained.enlisted()) {
            Closer closer = new Closer();
            closer.step(() -> {
                throw notEnlisted();
            });
            closer.step(obtained.connection()::close);
            closer.done();
        }
        primary = obtained;
        if (transaction.isPresent()) {
            pools.routing().primaryEnlisted();
        }
        return obtained;
    }

    private static SQLException notEnlisted() {
        return new SQLException(
                "The server did not enlist the primary's connection in the current JTA transaction, and its statements"
                        + " would commit one by one. This happens where a data source is first touched while the"
                        + " transaction completes: touch it before, or let Hibernate use the data source that the"
                        + " container hands it (<jta-data-source>)",
                "25000");
    }

    /** True if a connection of the primary is held that cannot be returned. The replica's pool must not be waited for then. */
    public final boolean primaryBlocks() {
        PhysicalConnection held = primary;
        return held != null && replica == null && !isFree(held);
    }

    /** True if a connection of another replica is held that cannot be returned. */
    public final boolean otherReplicaBlocks(Decision decision) {
        PhysicalConnection held = replica;
        return held != null && !held.replica().equals(decision.replica()) && (held.streams() || user.uses(held));
    }

    /** Returns the primary's connection, if no later statement can need it. */
    public final void returnPrimaryIfFree() {
        PhysicalConnection held = primary;
        if (held != null && isFree(held)) {
            primary = null;
            giveBackQuietly(held, pools.routing().transaction());
        }
    }

    @Override
    public final boolean returnFree() {
        returnPrimaryIfFree();
        returnReplicaIfFree();
        return primary == null && replica == null;
    }

    /** A connection that has written is not free: later statements may need a setting, a lock or a temporary table on it. */
    private boolean isFree(PhysicalConnection held) {
        return !held.hasWritten()
                && !user.uses(held)
                && (held.transaction().isEmpty()
                        || !held.transaction().equals(pools.routing().transaction()));
    }

    /** True if an open statement or row needs that connection. */
    final boolean isInUse(PhysicalConnection held) {
        return user.uses(held);
    }

    /** Returns the replica's connection, if no open statement or row needs it. */
    private void returnReplicaIfFree() {
        PhysicalConnection held = replica;
        if (held != null && !held.streams() && !user.uses(held)) {
            dropReplica();
        }
    }

    /** Called before a local transaction begins on that connection. */
    public final void beforeTransaction(PhysicalConnection physical) throws SQLException {
        user.beforeTransaction(physical);
    }

    /** The bound connection of the replica. */
    public final Optional<PhysicalConnection> boundReplica() {
        return Optional.ofNullable(replica);
    }

    /** The bound connection of the primary, if it belongs to that JTA transaction, or to no transaction. */
    public final Optional<PhysicalConnection> boundPrimary(Optional<Object> transaction) {
        return Optional.ofNullable(primary).filter(held -> held.transaction().equals(transaction));
    }

    /**
     * A connection to a replica that covers the position of the decision. It is not enlisted in JTA.
     *
     * @throws ReplicaUnavailable if no connection can be borrowed
     * @throws PositionNotCovered if its server does not cover the position; a bound connection stays bound
     */
    final PhysicalConnection replicaFor(Decision decision) throws SQLException {
        ReplicaPool pool = decision.replica().flatMap(pools::replica).orElse(null);
        if (pool == null) {
            throw new ReplicaUnavailable("no replica data source");
        }
        PhysicalConnection held = replica;
        if (held != null && held.replica().equals(decision.replica())) {
            // A connection leads to one incarnation of its server, so what was covered stays covered.
            if (!decision.equals(coveredFor)) {
                if (!pool.stillCovers(held.connection(), decision.required(), depends(decision))) {
                    throw new PositionNotCovered();
                }
                coveredFor = decision;
            }
            return held;
        }
        returnReplicaIfFree();
        returnPrimaryIfFree();
        if (primary != null || replica != null) {
            throw new ReplicaUnavailable(
                    new IllegalStateException("its pool is not waited for while a connection of another pool is held"));
        }
        PhysicalConnection obtained = borrow(pool, decision);
        replica = obtained;
        coveredFor = decision;
        return obtained;
    }

    private static PhysicalConnection borrow(ReplicaPool pool, Decision decision)
            throws PositionNotCovered, ReplicaUnavailable {
        // Before the borrowing, so that a read that waits for the pool counts too.
        pool.readBegins();
        boolean borrowed = false;
        try {
            Connection connection = pool.borrow(decision.required(), depends(decision));
            PhysicalConnection obtained =
                    new ReplicaConnection(connection, asked(connection, Connection::getAutoCommit), pool);
            borrowed = true;
            return obtained;
        } catch (PositionNotCovered behind) {
            throw behind;
        } catch (SQLException | RuntimeException refused) {
            throw new ReplicaUnavailable(refused);
        } finally {
            if (!borrowed) {
                pool.readEnded();
            }
        }
    }

    private static ReplicaPool.Depends depends(Decision decision) {
        return decision.asks() == Decision.Asks.TIME ? ReplicaPool.Depends.ON_CLOCK : ReplicaPool.Depends.ON_ROWS;
    }

    /** The first call on a borrowed connection. It is closed if the call fails. */
    private static boolean asked(Connection borrowed, ConnectionCall<Boolean> question) throws SQLException {
        try {
            return question.on(borrowed);
        } catch (SQLException | RuntimeException broken) {
            try (borrowed) {
                throw broken;
            }
        }
    }

    /** Gives up the replica's connection if the failure made it unusable. Otherwise its open rows stay readable. */
    public final void leaveReplica(ReplicaFailure failure) {
        PhysicalConnection held = replica;
        if (held == null || failure == ReplicaFailure.NOT_COVERED) {
            return;
        }
        if (failure == ReplicaFailure.LOST || held.inTransaction() || held.isClosed()) {
            dropReplica();
        }
    }

    private void dropReplica() {
        PhysicalConnection held = replica;
        replica = null;
        if (held != null) {
            giveBackQuietly(held, Optional.empty());
        }
    }

    /** Only logs a failure: the connection is not used any more, and the next statement does not depend on it. */
    private void giveBackQuietly(PhysicalConnection physical, Optional<Object> transaction) {
        try {
            try {
                user.beforeReturn(physical);
            } finally {
                physical.giveBack(transaction);
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "A connection to the " + physical.route() + " was not returned cleanly",
                    failure);
        }
    }

    /** The bound connections. */
    public final List<PhysicalConnection> bound() {
        List<PhysicalConnection> bound = new ArrayList<>(2);
        Optional.ofNullable(primary).ifPresent(bound::add);
        Optional.ofNullable(replica).ifPresent(bound::add);
        return bound;
    }

    /**
     * Returns all connections.
     *
     * @param transaction the JTA transaction of this thread
     */
    public final void giveBack(Closer closer, Optional<Object> transaction) {
        PhysicalConnection held = primary;
        primary = null;
        if (held != null) {
            closer.step(() -> held.giveBack(transaction));
        }
        // The reads on the replica have succeeded, so a failure here is only logged.
        dropReplica();
    }

    /** Aborts the connections. Another thread may be using them. */
    public final void abort(Executor executor) throws SQLException {
        Closer closer = new Closer();
        for (PhysicalConnection physical : bound()) {
            closer.step(() -> physical.connection().abort(executor));
            closer.step(physical::returned);
        }
        closer.done();
    }
}
