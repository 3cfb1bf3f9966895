package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.audit.RowHash;
import io.tidemark.it.support.Awaiting;
import io.tidemark.jdbc.physical.ConnectionProperties;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.servers.Link;
import io.tidemark.wal.LoggedLines;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests the audit of shadow mode on a real primary and its replica. */
@Tag("slow")
@Tag("standalone")
class AuditIT {

    private static final String ALL = "SELECT id, color FROM audited ORDER BY id";
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final RealServers servers = new RealServers();
    private RealAudit audit = new RealAudit(servers.replica, LONG);

    @BeforeEach
    void table() throws Exception {
        servers.setUp("DROP TABLE IF EXISTS audited; CREATE TABLE audited (id int PRIMARY KEY, color text);"
                + " INSERT INTO audited SELECT n, 'color ' || n FROM generate_series(1, 5) n");
        servers.servers.onPrimary("VACUUM audited");
        servers.servers.postgres().awaitReplica();
    }

    @AfterEach
    void stop() throws Exception {
        audit.close();
    }

    /** Uses another data source for the replica. */
    private void replica(DataSource replica, Duration timeout) throws Exception {
        audit.close();
        audit = new RealAudit(replica, timeout);
    }

    /** A pool whose connections begin with this statement. */
    private static DataSource after(String sql, DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                AuditIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    Object answer = method.invoke(pool, arguments);
                    if (answer instanceof Connection connection) {
                        try (Statement first = connection.createStatement()) {
                            first.execute(sql);
                        }
                    }
                    return answer;
                });
    }

    private void read(String sql) throws SQLException {
        try (Connection connection = audit.routed.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    private static void readById(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT color FROM audited WHERE id = ?")) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("color " + id, rows.getString("color"));
            }
        }
    }

    @Test
    void equalRowsAreCounted() throws Exception {
        read(ALL);
        audit.await(Map.of(AuditResult.EQUAL, 1L));
        try (Connection connection = audit.routed.getConnection();
                Statement statement = connection.createStatement()) {
            assertTrue(statement.execute(ALL));
            ResultSet rows = statement.getResultSet();
            while (rows.next()) {
                assertEquals("color " + rows.getInt(1), rows.getString(2));
            }
        }
        audit.await(Map.of(AuditResult.EQUAL, 2L));
    }

    @Test
    void parametersAreKeptForTheReplica() throws Exception {
        try (Connection connection = audit.routed.getConnection()) {
            readById(connection, 3);
        }
        audit.await(Map.of(AuditResult.EQUAL, 1L));
    }

    @Test
    void aStatementThatRunsAgainIsAuditedEachTimeWithItsOwnParameters() throws Exception {
        try (Connection connection = audit.routed.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT color FROM audited WHERE id = ?")) {
            for (int id = 1; id <= 3; id++) {
                statement.setInt(1, id);
                assertTrue(statement.executeQuery().next());
                long before = id - 1L;
                Awaiting.until("the one before", () -> audit.counted().getOrDefault(AuditResult.EQUAL, 0L) == before);
            }
        }
        audit.await(Map.of(AuditResult.EQUAL, 3L));
    }

    @Test
    void propertiesOfTheConnectionAreThoseOfTheRead() throws Exception {
        audit.real.setUp("CREATE SCHEMA IF NOT EXISTS other; DROP TABLE IF EXISTS other.audited;"
                + " CREATE TABLE other.audited AS SELECT 7 AS id, 'other' AS color");
        try (Connection connection = audit.routed.getConnection()) {
            connection.setSchema("other");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(ALL)) {
                assertTrue(rows.next());
                assertEquals("other", rows.getString(2));
            }
        }
        audit.await(Map.of(AuditResult.EQUAL, 1L));
    }

    @Test
    void aLimitOfTheRowsAppliesToBoth() throws Exception {
        try (Connection connection = audit.routed.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            ResultSet rows = statement.executeQuery(ALL);
            while (rows.next()) {
                assertTrue(rows.getInt(1) <= 2);
            }
        }
        audit.await(Map.of(AuditResult.EQUAL, 1L));
    }

    @Test
    void rowsThatAreNotAllFetchedAreNotComparable() throws Exception {
        try (Connection connection = audit.routed.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(2);
                assertTrue(statement.executeQuery(ALL).next());
            }
        }
        audit.await(Map.of(AuditResult.NOT_COMPARABLE, 1L));
    }

    @Test
    void aCursorThatMovesBackwardsIsNotComparable() throws Exception {
        try (Connection connection = audit.routed.getConnection();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            ResultSet rows = statement.executeQuery(ALL);
            assertTrue(rows.last());
            assertEquals(5, rows.getRow());
        }
        audit.await(Map.of(AuditResult.NOT_COMPARABLE, 1L));
    }

    @Test
    void aParameterFromAStreamIsNotComparable() throws Exception {
        try (Connection connection = audit.routed.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT id FROM audited WHERE color = ?")) {
            statement.setCharacterStream(1, new StringReader("color 4"));
            ResultSet rows = statement.executeQuery();
            assertTrue(rows.next());
            assertEquals(4, rows.getInt(1));
        }
        audit.await(Map.of(AuditResult.NOT_COMPARABLE, 1L));
    }

    @Test
    void aSettingOfTheReplicaMakesADifferenceThatIsLoggedWithoutLiterals() throws Exception {
        replica(after("SET IntervalStyle = 'iso_8601'", servers.replica), LONG);
        try (LoggedLines log = new LoggedLines("io.tidemark.audit.ReadAudits")) {
            String sql = "SELECT age(timestamp '2020-01-02', timestamp '2020-01-01')::text, 'secret' FROM audited";
            audit.awaitWithoutConcurrent(AuditResult.DIFFERS, () -> read(sql));
            Awaiting.until("a warning", () -> log.lines().size() == 1);
        }
    }

    @Test
    void anotherOrderIsCountedAsSuch() throws Exception {
        String sql = "SELECT color FROM audited";
        servers.setUp("CREATE INDEX ON audited (color DESC)");
        replica(after("SET enable_seqscan = off; SET enable_bitmapscan = off", servers.replica), LONG);
        // Only an index scan returns them in the order of the index.
        servers.setUp("INSERT INTO audited SELECT n, 'color ' || n FROM generate_series(6, 2000) n");
        servers.setUp("VACUUM ANALYZE audited");
        read(sql);
        audit.await(Map.of(AuditResult.ORDER, 1L));
    }

    @Test
    void aChangeBetweenTheExecutionsIsNoDifference() throws Exception {
        audit.betweenExecutions(() -> {
            servers.servers.onPrimary("UPDATE audited SET color = 'red' WHERE id = 2");
            try {
                servers.servers.postgres().awaitReplica();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        read(ALL);
        audit.await(Map.of(AuditResult.CONCURRENT, 1L));
    }

    @Test
    void aStatementThatFailsOnTheReplicaIsCountedByItsClass() throws Exception {
        replica(after("SET search_path = pg_catalog", servers.replica), LONG);
        read(ALL);
        audit.await(Map.of(AuditResult.FAILED, 1L));
        assertEquals(Map.of("42", 1L), audit.failures());
    }

    /** Replay holds the lock until the transaction of the primary ends. */
    @Test
    void aReadThatTheReplicaBlocksTimesOut() throws Exception {
        replica(servers.replica, SHORT);
        try (Connection locking = servers.primary.getConnection();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            audit.betweenExecutions(() -> {
                statement.execute("LOCK TABLE audited IN ACCESS EXCLUSIVE MODE");
                statement.execute("SELECT pg_switch_wal()");
                Awaiting.until("the lock on the replica", () -> servers.servers
                        .replica()
                        .query("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                                + " AND relation = 'audited'::regclass")
                        .equals("1"));
            });
            read(ALL);
            audit.await(Map.of(AuditResult.TIMED_OUT, 1L));
            locking.rollback();
        }
    }

    @Test
    void aReplicaThatHangsDelaysNoReadAndNeitherDoesALostOne() throws Exception {
        try (Link link = new Link(servers.servers.replica().port())) {
            replica(through(link), SHORT);
            read(ALL);
            audit.await(Map.of(AuditResult.EQUAL, 1L));
            link.silence();
            long begun = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                read(ALL);
            }
            assertTrue(System.nanoTime() - begun < LONG.toNanos());
            Awaiting.until(
                    "all but one or two are dropped", () -> audit.counted().getOrDefault(AuditResult.DROPPED, 0L) >= 7);
            link.cut();
            read(ALL);
            Awaiting.until("a failure", () -> audit.failures().containsKey("08"));
        }
    }

    private DataSource through(Link link) {
        PGSimpleDataSource source =
                (PGSimpleDataSource) servers.servers.replica().superuser();
        source.setPortNumbers(new int[] {link.port()});
        return source;
    }

    @Test
    void afterAWriteNothingIsAudited() throws Exception {
        try (Connection connection = audit.routed.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE audited SET color = 'red' WHERE id = 2");
            }
            readById(connection, 3);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            readById(connection, 4);
            connection.commit();
        }
        try (Connection connection = audit.routed.getConnection()) {
            connection.setAutoCommit(false);
            readById(connection, 1);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE audited SET color = 'blue' WHERE id = 2");
            }
            readById(connection, 3);
            connection.rollback();
        }
        assertEquals(Map.of(), audit.counted());
        try (Connection connection = audit.routed.getConnection()) {
            readById(connection, 5);
        }
        audit.await(Map.of(AuditResult.EQUAL, 1L));
    }

    /** Its snapshot may be older than the position that is known when the read is sent. */
    @Test
    void aTransactionWithOneSnapshotIsNotAudited() throws Exception {
        try (Connection connection = audit.routed.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            readById(connection, 1);
            readById(connection, 2);
        }
        assertEquals(Map.of(), audit.counted());
    }

    /** The pool leads to a server that accepts writes, as after a promotion. */
    @Test
    void anAuditNeverWrites() throws Exception {
        RepeatedRead insert = repeated(servers.primary, "INSERT INTO audited VALUES (6, 'six') RETURNING id");
        Bench.assertState("25006", () -> insert.on(new Position(1, new Lsn(1)), LONG, 10, new RowHash()));
        assertEquals("5", servers.servers.primary().query("SELECT count(*) FROM audited"));
    }

    @Test
    void theTimeIsLimitedAlsoWhileRowsAreFetched() {
        RepeatedRead endless = repeated(servers.replica, "SELECT n FROM generate_series(1, 100000000) n");
        SQLException late = assertThrows(
                SQLException.class,
                () -> endless.on(new Position(1, new Lsn(1)), SHORT, Long.MAX_VALUE, new RowHash()));
        assertTrue(late instanceof SQLTimeoutException || "57014".equals(late.getSQLState()), late::toString);
    }

    private RepeatedRead repeated(DataSource replica, String sql) {
        return new RepeatedRead(
                new RoutedPools(
                        new ScriptedPrimaryPool(servers.primary),
                        List.of(new ScriptedReplicaPool(replica)),
                        servers.routing),
                ConnectionProperties.NONE,
                ScriptedRouting.decision(Reason.CAUGHT_UP),
                sql,
                new PlainRepetition(sql, 0));
    }

    /** After a few executions, the driver receives values in binary form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "NULL::bool",
                "1::int2",
                "3::int8",
                "0.1::float4",
                "1.1754944e-38::float4",
                "1e10::float4",
                "1::float8",
                "1e-7::float8",
                "'NaN'::float8",
                "1.50::numeric",
                "0.0000000001::numeric",
                "'NaN'::numeric",
                "'c'::char(3)",
                "'\\x00ff'::bytea",
                "date '2020-02-29'",
                "date '-infinity'",
                "time '10:00:00.5'",
                "timetz '10:00+02'",
                "timestamp '2020-02-29 10:00:00.123456'",
                "timestamptz '2020-02-29 10:00:00.5+05:30'",
                "timestamptz 'infinity'",
                "interval '1 day 2 hours'",
                "'{\"a\": 1}'::json",
                "'{\"a\": 1}'::jsonb",
                "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
                "inet '10.0.0.1'",
                "'{1,2}'::int[]",
                "'{a,\"b c\"}'::text[]",
                "'{t,f}'::bool[]",
                "'{0.1,1e10}'::float4[]",
                "'{1,NULL}'::float8[]",
                "'{1.50,0.0000000001}'::numeric[]",
                "'{2020-02-29}'::date[]",
                "'{\"2020-02-29 10:00:00.5\"}'::timestamptz[]",
                "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'::uuid[]",
                "12345::oid",
                "'(1,2)'::point",
                "'12.30'::money",
                "'a'::name"
            })
    void aValueHasTheSameHashAsTextAndInBinaryForm(String value) throws SQLException {
        assertEquals(hash(value, "binaryTransfer", "false"), hash(value, "prepareThreshold", "-1"));
    }

    private RowHash.Sum hash(String value, String property, String setting) throws SQLException {
        PGSimpleDataSource source =
                (PGSimpleDataSource) servers.servers.primary().superuser();
        source.setProperty(property, setting);
        RowHash hash = new RowHash();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT " + value);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            hash.add(rows);
        }
        return hash.sum();
    }
}
