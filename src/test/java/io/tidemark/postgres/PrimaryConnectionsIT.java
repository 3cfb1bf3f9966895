package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Backend;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Ticker;
import io.tidemark.wal.Timeline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

/** Who is behind a connection of the primary, asked without a trace in the application's transaction. */
class PrimaryConnectionsIT {

    private static final String SERIALIZABLE = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";

    private final Servers servers = TestServers.running();
    private final PrimaryWatch watch = new PrimaryWatch(
            new PostgresPrimary(servers.primary().application(), Duration.ofSeconds(5)),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Ticker.SYSTEM);
    private final PrimaryConnections connections = new PrimaryConnections(watch);

    /** What was prepared on the driver's connection. */
    private final List<String> prepared = new ArrayList<>();

    private Connection driver;

    @BeforeEach
    void connect() throws SQLException {
        driver = servers.primary().application().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        driver.close();
    }

    /** A pool's connection, which leads to the driver's, or hides it. */
    private Connection pooled(boolean hides) {
        Connection own = proxy(List.of(Connection.class, PGConnection.class), driver, true, Optional.empty());
        return proxy(List.of(Connection.class), driver, false, hides ? Optional.empty() : Optional.of(own));
    }

    private Connection proxy(List<Class<?>> types, Connection behind, boolean noted, Optional<Connection> unwrapped) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), types.toArray(Class<?>[]::new), (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "unwrap" -> {
                            return unwrapped.orElseThrow(() -> new SQLException("hidden"));
                        }
                        case "hashCode" -> {
                            return System.identityHashCode(proxy);
                        }
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "prepareStatement" -> {
                            if (noted) {
                                prepared.add(String.valueOf(arguments[0]));
                            }
                        }
                        default -> {}
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static void execute(Connection on, String sql) throws SQLException {
        try (Statement statement = on.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String isolation(Connection on) throws SQLException {
        try (Statement statement = on.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_isolation")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The one branch of a transaction. */
    private static final class Branch implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    private int process() throws SQLException {
        return driver.unwrap(PGConnection.class).getBackendPID();
    }

    @Test
    void eachPhysicalConnectionIsAskedOnce() throws Exception {
        Connection pooled = pooled(false);
        Backend told = connections.behind(pooled).orElseThrow();
        assertEquals(process(), told.process());
        assertEquals(1, told.timeline().number());
        assertEquals(
                servers.primary().query("SELECT system_identifier FROM pg_control_system()"),
                told.timeline().cluster().toString());
        for (boolean autoCommit : List.of(true, false)) {
            driver.setAutoCommit(autoCommit);
            assertEquals(Optional.of(told), connections.behind(pooled));
        }
        assertEquals(1, prepared.size());
    }

    @Test
    void aTransactionThatIsAboutToBeginBeginsWithItsOwnFirstStatement() throws Exception {
        driver.setAutoCommit(false);
        assertTrue(connections.behind(pooled(false)).isPresent());
        assertFalse(driver.getAutoCommit());
        // Refused after any query, since that has taken the transaction's snapshot.
        execute(driver, SERIALIZABLE);
        assertEquals("serializable", isolation(driver));
        driver.rollback();
    }

    /** pgjdbc 42.7.13 and newer send BEGIN when the branch starts, and leave the connection in auto-commit mode. */
    @Test
    void anXaBranchIsOpenFromItsStartSoThatItIsAskedThere() throws Exception {
        PGXADataSource source = new PGXADataSource();
        source.initializeFrom((PGSimpleDataSource) servers.primary().application());
        XAConnection xa = source.getXAConnection();
        XAResource branch = xa.getXAResource();
        Xid one = new Branch();
        branch.start(one, XAResource.TMNOFLAGS);
        try (Connection enlisted = xa.getConnection()) {
            execute(enlisted, "INSERT INTO things (color) VALUES ('not committed')");
            assertTrue(connections.behind(enlisted).isPresent());
            branch.end(one, XAResource.TMSUCCESS);
            branch.rollback(one);
        } finally {
            xa.close();
        }
        assertEquals("0", servers.primary().query("SELECT count(*) FROM things WHERE color = 'not committed'"));
    }

    @Test
    void inATransactionThatIsOpenItIsAskedThere() throws Exception {
        driver.setAutoCommit(false);
        execute(driver, SERIALIZABLE);
        execute(driver, "INSERT INTO things (color) VALUES ('not committed')");
        assertEquals(process(), connections.behind(pooled(false)).orElseThrow().process());
        assertEquals("serializable", isolation(driver));
        try (Statement statement = driver.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM things WHERE color = 'not committed'")) {
            row.next();
            assertEquals(1, row.getInt(1), "it was not rolled back");
        }
        driver.rollback();
        assertEquals(
                "0",
                servers.primary().query("SELECT count(*) FROM things WHERE color = 'not committed'"),
                "nor committed");
    }

    @Test
    void whereAPoolHidesTheDriverItIsAskedEachTimeAndInATransactionNotAtAll() throws Exception {
        Connection pooled = pooled(true);
        assertEquals(process(), connections.behind(pooled).orElseThrow().process());
        driver.setAutoCommit(false);
        assertEquals(Optional.empty(), connections.behind(pooled));
        execute(driver, SERIALIZABLE);
        driver.rollback();
    }

    @Test
    void nothingIsAskedOfAConnectionThatOnlyReadsUntilTwoPrimariesHaveBeenSeen() throws Exception {
        Connection pooled = pooled(false);
        assertTrue(connections.fit(pooled));
        assertEquals(0, prepared.size());
        Timeline first = connections.behind(pooled).orElseThrow().timeline();
        watch.writtenOn(first);
        assertTrue(connections.fit(pooled));
        watch.writtenOn(new Timeline(first.cluster(), first.number() + 1));
        assertFalse(connections.fit(pooled));
        assertEquals(1, prepared.size());
    }

    @Test
    void aServerInRecoveryIsAskedAgain() throws Exception {
        try (Connection standby = servers.replica().application().getConnection()) {
            assertEquals(Optional.empty(), connections.behind(standby));
        }
        driver.close();
        assertEquals(Optional.empty(), connections.behind(driver), "nor is anything known of one that is closed");
    }
}
