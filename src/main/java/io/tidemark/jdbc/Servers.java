package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The at most two physical connections of a routed connection: borrowed at their first use, kept until the routed
 * connection is closed, or until the other one is needed and nothing that is open needs this one.
 *
 * <p>Two pools whose connections are waited for in both orders deadlock: one thread holds the last connection of the one
 * pool, another thread that of the other. So the primary's pool may be waited for while a connection of the replica is held,
 * and never the other way round.
 *
 * <p>The primary's is kept only for as long as the same JTA transaction, or none, is current: another one must enlist a
 * connection of its own.
 */
abstract class Servers {

    private static final System.Logger LOG = System.getLogger(Servers.class.getName());

    /** The owner of what is open on the physical connections. */
    interface Leaving {
        /** Closes what is open on a connection that is about to be returned. */
        void leaves(Physical physical) throws SQLException;

        /** Something that is open needs that connection. */
        default boolean uses(Physical physical) {
            return false;
        }

        /** A transaction of the connection's own is about to begin there, with its first statement. */
        default void begins(Physical physical) throws SQLException {}
    }

    private final Parts parts;
    private final Leaving leaving;

    // Volatile for abort(), which another thread may call.
    private volatile @Nullable Physical primary;
    private volatile @Nullable Physical replica;

    private @Nullable Decision admittedFor;

    Servers(Parts parts, Leaving leaving) {
        this.parts = parts;
        this.leaving = leaving;
    }

    final Parts parts() {
        return parts;
    }

    /**
     * The connection to the primary.
     *
     * @param transaction the JTA transaction of this thread
     * @throws SQLException with SQLState 25000 if the server did not enlist it in that transaction
     */
    final Physical primaryIn(Optional<Object> transaction) throws SQLException {
        Physical held = primary;
        if (held != null) {
            if (held.transaction().equals(transaction)) {
                return held;
            }
            primary = null;
            giveBackQuietly(held, transaction);
        }
        restReplica();
        PrimaryPool pool = parts.primary();
        Connection borrowed = transaction.isPresent() ? pool.borrowEnlisted() : pool.borrow();
        boolean autoCommit =
                asked(borrowed, transaction.isPresent() ? on -> !Enlistment.found(on) : Connection::getAutoCommit);
        Physical obtained = new PhysicalPrimary(borrowed, autoCommit, transaction, pool);
        if (transaction.isPresent() && !obtained.enlisted()) {
            Closing closing = new Closing();
            closing.step(() -> {
                throw Refusal.notEnlisted();
            });
            closing.step(obtained.connection()::close);
            closing.done();
        }
        primary = obtained;
        if (transaction.isPresent()) {
            parts.routing().stayOnPrimary();
        }
        return obtained;
    }

    /** A held connection of the primary stands in the way of one of the replica, and cannot be given back. */
    final boolean primaryBlocks() {
        Physical held = primary;
        return held != null && replica == null && !isFree(held);
    }

    /** Gives the primary's connection back, if it can be. */
    final void restPrimary() {
        Physical held = primary;
        if (held != null && isFree(held)) {
            primary = null;
            giveBackQuietly(held, parts.routing().transaction());
        }
    }

    /** A write may have left something on the connection that later statements need: a setting, a lock, a table. */
    private boolean isFree(Physical held) {
        return !held.hasWritten()
                && !leaving.uses(held)
                && (held.transaction().isEmpty()
                        || !held.transaction().equals(parts.routing().transaction()));
    }

    /** Something that is open needs that connection. */
    final boolean isInUse(Physical held) {
        return leaving.uses(held);
    }

    /** Gives the replica's connection back, if nothing that is open needs it. */
    private void restReplica() {
        Physical held = replica;
        if (held != null && !held.streams() && !leaving.uses(held)) {
            dropReplica();
        }
    }

    /** A transaction of the connection's own is about to begin there. */
    final void begins(Physical physical) throws SQLException {
        leaving.begins(physical);
    }

    /** The connection to the replica if there is one. */
    final Optional<Physical> boundReplica() {
        return Optional.ofNullable(replica);
    }

    /** The connection to the primary if there is one for this transaction. */
    final Optional<Physical> boundPrimary(Optional<Object> transaction) {
        return Optional.ofNullable(primary).filter(held -> held.transaction().equals(transaction));
    }

    /**
     * A connection to a replica that has what the read must include. It takes no part in JTA.
     *
     * @throws ReplicaRefused if there is none to be had
     * @throws ReplicaLacks if it leads to a server that lacks that; the one in use, if any, is kept
     */
    final Physical replicaFor(Decision decision) throws SQLException {
        Physical held = replica;
        if (held != null) {
            // What its server had for a decision it still has: a connection that lives leads to one incarnation.
            if (!decision.equals(admittedFor)) {
                if (!replicaPool().stillCovers(held.connection(), decision.required(), depends(decision))) {
                    throw new ReplicaLacks();
                }
                admittedFor = decision;
            }
            return held;
        }
        ReplicaPool pool = replicaPool();
        restPrimary();
        if (primary != null) {
            throw new ReplicaRefused(
                    new IllegalStateException("its pool is not waited for while a connection of the primary is held"));
        }
        Physical obtained = borrow(pool, decision);
        replica = obtained;
        admittedFor = decision;
        return obtained;
    }

    private ReplicaPool replicaPool() throws ReplicaRefused {
        ReplicaPool pool = parts.replica().orElse(null);
        if (pool == null) {
            throw new ReplicaRefused("no replica data source");
        }
        return pool;
    }

    private static Physical borrow(ReplicaPool pool, Decision decision) throws ReplicaLacks, ReplicaRefused {
        try {
            Connection connection = pool.borrow(decision.required(), depends(decision));
            return new PhysicalReplica(connection, asked(connection, Connection::getAutoCommit));
        } catch (ReplicaLacks lacks) {
            throw lacks;
        } catch (SQLException | RuntimeException refused) {
            throw new ReplicaRefused(refused);
        }
    }

    private static ReplicaPool.Depends depends(Decision decision) {
        return decision.asks() == Decision.Asks.TIME ? ReplicaPool.Depends.ON_CLOCK : ReplicaPool.Depends.ON_ROWS;
    }

    /** Asked of a connection that was just borrowed. What fails at this question is closed. */
    private static boolean asked(Connection borrowed, Call<Boolean> question) throws SQLException {
        try {
            return question.on(borrowed);
        } catch (SQLException | RuntimeException broken) {
            try (borrowed) {
                throw broken;
            }
        }
    }

    /** Gives up the replica's connection if that failure has spoilt it; rows that were read over it stay readable if not. */
    final void leaveReplica(ReplicaFailure failure) {
        Physical held = replica;
        if (held == null || failure == ReplicaFailure.LACKS) {
            return;
        }
        if (failure == ReplicaFailure.LOST || held.inTransaction() || held.isClosed()) {
            dropReplica();
        }
    }

    private void dropReplica() {
        Physical held = replica;
        replica = null;
        if (held != null) {
            giveBackQuietly(held, Optional.empty());
        }
    }

    /** What fails here is about a connection that is not used any more; the statement that comes now does not depend on it. */
    private void giveBackQuietly(Physical physical, Optional<Object> transaction) {
        try {
            try {
                leaving.leaves(physical);
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

    final List<Physical> bound() {
        List<Physical> bound = new ArrayList<>(2);
        Optional.ofNullable(primary).ifPresent(bound::add);
        Optional.ofNullable(replica).ifPresent(bound::add);
        return bound;
    }

    final void giveBack(Closing closing, Optional<Object> transaction) {
        Physical held = primary;
        primary = null;
        if (held != null) {
            closing.step(() -> held.giveBack(transaction));
        }
        // What was read there has been read: that the replica was lost since is nobody's failure.
        dropReplica();
    }

    final void abort(Executor executor) throws SQLException {
        Closing closing = new Closing();
        for (Physical physical : bound()) {
            closing.step(() -> physical.connection().abort(executor));
        }
        closing.done();
    }
}
