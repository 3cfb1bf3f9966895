package io.tidemark.jdbc;

import io.tidemark.audit.ReplicaRun;
import io.tidemark.audit.RowHash;
import io.tidemark.jdbc.physical.Closer;
import io.tidemark.jdbc.physical.ConnectionProperties;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.PositionNotCovered;
import io.tidemark.jdbc.physical.ReadyConnections;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Decision;
import io.tidemark.sql.StatementShape;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read of shadow mode that runs again on the replica: with the same text, parameters and properties of the connection, on a
 * connection and a thread of its own. Its failures are not reported to the routing, so that an audit sends no replica into
 * quarantine.
 */
final class RepeatedRead implements ReplicaRun {

    private static final System.Logger LOG = System.getLogger(RepeatedRead.class.getName());

    /** Rows are fetched in parts, so that the audit needs little memory. */
    private static final int FETCH_SIZE = 200;

    /** Longer than the server takes to cancel a statement. A server that hangs longer does not answer. */
    private static final Duration TO_CANCEL = Duration.ofMillis(500);

    /** A shorter limit of the server, the role or the data source is kept. */
    private static final String LIMIT = "SELECT pg_catalog.set_config('statement_timeout', CASE WHEN"
            + " pg_catalog.current_setting('statement_timeout')::pg_catalog.interval > '0'::pg_catalog.interval AND"
            + " pg_catalog.current_setting('statement_timeout')::pg_catalog.interval < '%1$d ms'::pg_catalog.interval"
            + " THEN pg_catalog.current_setting('statement_timeout') ELSE '%1$d' END, true)";

    private final RoutedPools pools;
    private final ConnectionProperties properties;
    private final Decision decision;
    private final String sql;
    private final Repetition repetition;

    private volatile @Nullable ReadyConnections running;
    private volatile boolean aborted;

    /** Makes the statement with its parameters on another connection, and returns its first rows. */
    interface Repetition {

        /** Makes the statement, and sets its parameters. */
        Statement on(Connection connection) throws SQLException;

        /** Executes the statement. */
        ResultSet execute(Statement made) throws SQLException;
    }

    /**
     * A read that may run later.
     *
     * @param decision the decision of routing, for a replica
     */
    RepeatedRead(
            RoutedPools pools, ConnectionProperties properties, Decision decision, String sql, Repetition repetition) {
        this.pools = pools;
        this.properties = properties;
        this.decision = decision;
        this.sql = sql;
        this.repetition = repetition;
    }

    @Override
    public ReplicaName replica() {
        return decision.replica().orElseThrow();
    }

    @Override
    public String shape() {
        return StatementShape.of(sql).text();
    }

    @Override
    public String likelyCause() {
        if (decision.asks() == Decision.Asks.TIME) {
            return "it depends on the clock of the server";
        }
        return StatementShape.of(sql).limitsWithoutOrder()
                ? "it limits its rows without an order, so that PostgreSQL may return any of them"
                : "a collation, a setting of the server or role, or a function that is declared STABLE or IMMUTABLE but"
                        + " depends on the server";
    }

    @Override
    public void on(Position required, Duration timeout, long most, RowHash rows) throws SQLException {
        ReadyConnections connections = new ReadyConnections(pools, physical -> {});
        connections.reset(properties);
        connections.set(ConnectionProperty.READ_ONLY, true);
        connections.autoCommit(false);
        running = connections;
        try {
            Connection replica = connections.replica(requiring(required)).connection();
            within(replica, timeout, most, rows);
        } catch (PositionNotCovered behind) {
            throw new SQLTimeoutException("The replica does not cover the position", behind);
        } catch (SQLException | RuntimeException failed) {
            connections.leaveReplica(ReplicaFailure.of(failed));
            throw SqlCauses.revealed(failed);
        } finally {
            running = null;
            // Rolls back. The replica's connection is never returned with an exception.
            connections.giveBack(new Closer(), Optional.empty());
        }
    }

    /** The position is newer than the one that the read required, so a rule for clocks would refuse it. */
    private Decision requiring(Position required) {
        return new Decision(
                decision.reason(),
                decision.replica(),
                Optional.of(required),
                decision.replayed(),
                Decision.Asks.ROWS,
                Optional.empty(),
                Optional.empty());
    }

    private void within(Connection replica, Duration timeout, long most, RowHash rows) throws SQLException {
        int before = replica.getNetworkTimeout();
        replica.setNetworkTimeout(
                Runnable::run, Math.toIntExact(timeout.plus(TO_CANCEL).toMillis()));
        try {
            run(replica, timeout, most, rows);
        } finally {
            restore(replica, before);
        }
    }

    private static void restore(Connection replica, int networkTimeout) throws SQLException {
        try {
            replica.setNetworkTimeout(Runnable::run, networkTimeout);
        } catch (SQLException | RuntimeException lost) {
            LOG.log(System.Logger.Level.DEBUG, "The connection of an audit is lost", lost);
            replica.abort(Runnable::run);
        }
    }

    private void run(Connection replica, Duration timeout, long most, RowHash rows) throws SQLException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Statement limit = replica.createStatement()) {
            limit.execute(LIMIT.formatted(timeout.toMillis()));
        }
        try (Statement made = repetition.on(replica)) {
            made.setFetchSize(FETCH_SIZE);
            ResultSet found = repetition.execute(made);
            while (rows.rows() < most && found.next()) {
                rows.add(found);
                if (aborted || System.nanoTime() - end > 0) {
                    throw new SQLTimeoutException("The rows were not returned in time");
                }
            }
        }
    }

    @Override
    public void abort() {
        aborted = true;
        ReadyConnections current = running;
        if (current == null) {
            return;
        }
        try {
            current.abort(Runnable::run);
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "The connection of an audit was not aborted", broken);
        }
    }
}
