package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ReplicaWatchSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The bound on waits for locks is on a connection from the question on, and stays there. */
@Tag("standalone")
class LockTimeoutIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Servers servers = TestServers.running();
    private final PGSimpleDataSource source =
            (PGSimpleDataSource) servers.replica().application();
    private final PrimaryWatch primary = new PrimaryWatch(
            "the primary", new PostgresPrimary(servers.primary().application(), TIMEOUT), POLL, TIMEOUT, Ticker.SYSTEM);
    private final ReplicaWatch replica = new ReplicaWatch(
            ReplicaSource.of(ReplicaName.of("the replica"), new PostgresReplica(source, TIMEOUT)),
            primary,
            new ReplicaWatchSettings(POLL, Duration.ofMinutes(30), CollationRule.REQUIRE_SAME),
            Ticker.SYSTEM);

    @AfterEach
    void end() {
        primary.close();
        replica.close();
    }

    private void ask(Connection connection, Duration bound) throws SQLException {
        new ReplicaConnections(replica, TIMEOUT, new LockTimeout(bound)).covers(connection, Optional.empty());
    }

    private static String bound(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW lock_timeout")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void itStaysOnTheConnection() throws SQLException {
        try (Connection connection = source.getConnection()) {
            ask(connection, Duration.ofMillis(500));
            assertEquals("500ms", bound(connection));
            ask(connection, Duration.ofMillis(500));
            assertEquals("500ms", bound(connection));
        }
    }

    @Test
    void itStaysOnOneThatThePoolHandsOutInATransactionToo() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            ask(connection, Duration.ofMillis(500));
            connection.setReadOnly(true); // which the driver refuses in a transaction
            assertEquals("500ms", bound(connection));
            connection.rollback();
            assertEquals("500ms", bound(connection));
        }
    }

    @Test
    void aShorterOneOfTheOperatorsIsKept() throws SQLException {
        source.setOptions("-c lock_timeout=200ms");
        try (Connection connection = source.getConnection()) {
            ask(connection, Duration.ofMillis(500));
            assertEquals("200ms", bound(connection));
        }
        source.setOptions("-c lock_timeout=1min");
        try (Connection connection = source.getConnection()) {
            ask(connection, Duration.ofMillis(500));
            assertEquals("500ms", bound(connection));
        }
    }

    @Test
    void zeroLeavesItAsItIs() throws SQLException {
        source.setOptions("-c lock_timeout=1min");
        try (Connection connection = source.getConnection()) {
            ask(connection, Duration.ZERO);
            assertEquals("1min", bound(connection));
        }
    }
}
