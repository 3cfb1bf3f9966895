package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Tests {@link Servers}: roles and rights, replication, and the control of each server. */
@Tag("standalone")
@Timeout(120)
class ServersIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Servers servers = TestServers.running();
    private final PostgresCluster postgres = servers.postgres();

    @AfterEach
    void empty() throws SQLException {
        postgres.primary().execute("DELETE FROM things");
    }

    @Test
    void theReplicaShowsWhatIsWrittenOnThePrimary() throws Exception {
        paint("orange");
        awaitOnReplica("orange");
    }

    @Test
    void theReplicaUsesItsSlotAndItsOwnRole() throws Exception {
        assertEquals(
                "t", postgres.primary().query("SELECT active FROM pg_replication_slots WHERE slot_name = 'replica'"));
        assertEquals("replicator", postgres.primary().query("SELECT usename FROM pg_stat_replication"));
        assertEquals(
                "0",
                postgres.primary().query("SELECT count(*) FROM pg_authid WHERE rolpassword NOT LIKE 'SCRAM-SHA-256%'"));
    }

    @Test
    void aPausedReplicaStaysBehindUntilItIsResumed() throws Exception {
        postgres.awaitReplica();
        postgres.pauseReplay();
        try {
            paint("blue");
            assertEquals("0", count(postgres.replica(), "blue"));
        } finally {
            postgres.resumeReplay();
        }
        awaitOnReplica("blue");
    }

    @Test
    void aReplicaThatWasDownCatchesUp() throws Exception {
        postgres.replica().stop();
        assertFalse(postgres.replica().running());
        paint("green");
        postgres.replica().start();
        awaitOnReplica("green");
    }

    @Test
    void aReplicaThatWasKilledWithSessionsOpenCatchesUp() throws Exception {
        try (Connection open = postgres.replica().application().getConnection()) {
            assertTrue(open.isValid(1));
            postgres.replica().kill();
        }
        paint("red");
        postgres.replica().start();
        awaitOnReplica("red");
    }

    @Test
    void thePrimaryStopsWhileSessionsAreOpenAndComesBackWithWhatWasCommitted() throws Exception {
        paint("white");
        try (Connection open = postgres.primary().application().getConnection()) {
            assertTrue(open.isValid(1));
            postgres.primary().restart();
        }
        assertEquals("1", count(postgres.primary(), "white"));
        paint("black");
        awaitOnReplica("black");
    }

    @Test
    void theApplicationsRoleMayWriteRowsAndMakeNothing() throws Exception {
        DataSource application = postgres.primary().application();
        try (Connection connection = application.getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("INSERT INTO things (color) VALUES ('pink')"));
            for (String refused : new String[] {
                "CREATE TABLE mine (id int)", "CREATE TEMPORARY TABLE mine (id int)", "CREATE SCHEMA mine",
                "DROP TABLE things", "TRUNCATE things", "SELECT rolpassword FROM pg_authid"
            }) {
                SQLException failed = assertThrows(SQLException.class, () -> statement.execute(refused), refused);
                assertEquals("42501", failed.getSQLState(), refused);
            }
        }
    }

    @Test
    void theApplicationsRoleIsNoSuperuserOwnsNothingAndHasOneRightOnTheServer() throws Exception {
        assertEquals(
                "f",
                postgres.primary()
                        .query(
                                """
                                SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
                                FROM pg_roles WHERE rolname = 'tidemark'"""));
        assertEquals(
                "0",
                postgres.primary()
                        .query(
                                """
                                SELECT count(*) FROM pg_shdepend
                                WHERE deptype = 'o' AND refobjid = 'tidemark'::regrole"""));
        assertEquals(
                "pg_read_all_stats",
                postgres.primary()
                        .query("SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members"
                                + " WHERE member = 'tidemark'::regrole"));
    }

    @Test
    void theApplicationsRoleSeesTheReplicasTimeline() throws Exception {
        try (Connection connection = postgres.replica().application().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT received_tli FROM pg_stat_wal_receiver")) {
            assertTrue(row.next());
            assertEquals(1, row.getInt(1));
        }
    }

    @Test
    void redisAsksForItsPassword() throws Exception {
        URI uri = servers.redis().uri();
        try (Jedis stranger = new Jedis(uri.getHost(), uri.getPort())) {
            assertThrows(JedisException.class, stranger::ping);
        }
        assertEquals("PONG", ping());
    }

    @Test
    void redisFreezesAndAnswersAgain() throws Exception {
        CompletableFuture<Void> thawed =
                servers.redis().freeze(Duration.ofMillis(500)).over();
        assertFalse(thawed.isDone());
        thawed.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertEquals("PONG", ping());
    }

    @Test
    void redisStopsAndStarts() throws Exception {
        servers.redis().stop();
        assertFalse(servers.redis().running());
        assertThrows(JedisException.class, this::ping);
        servers.redis().start();
        assertEquals("PONG", ping());
    }

    @Test
    void redisIsEmptyAfterAnEmptyRestart() throws Exception {
        try (Jedis redis = new Jedis(servers.redis().uri())) {
            redis.set("mark", "1");
        }
        servers.redis().restartEmpty();
        try (Jedis redis = new Jedis(servers.redis().uri())) {
            assertEquals(0, redis.dbSize());
        }
    }

    @Test
    void aTakenPortIsNamedWithItsUseAndItsProperty() throws IOException {
        Port taken = new Port(servers.primary().port(), "the primary", "demo.primary.port");
        IllegalStateException refused = assertThrows(IllegalStateException.class, taken::requireFree);
        assertEquals(
                "Port " + servers.primary().port() + ", for the primary, is taken."
                        + " Stop what listens there, or choose another with -Ddemo.primary.port=…",
                refused.getMessage());
    }

    private String ping() {
        try (Jedis redis = new Jedis(servers.redis().uri())) {
            return redis.ping();
        }
    }

    private void paint(String color) throws SQLException {
        postgres.primary().execute("INSERT INTO things (color) VALUES ('" + color + "')");
    }

    private void awaitOnReplica(String color) throws InterruptedException {
        Await.until(color + " on the replica", SOON, () -> "1".equals(count(postgres.replica(), color)));
    }

    private static String count(PostgresServer server, String color) throws SQLException {
        return server.query("SELECT count(*) FROM things WHERE color = '" + color + "'");
    }
}
