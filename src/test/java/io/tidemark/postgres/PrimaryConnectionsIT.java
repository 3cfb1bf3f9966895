package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Backend;
import io.tidemark.wal.PrimaryWatch;
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
import java.util.function.Supplier;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.xa.PGXADataSource;

/**
 * Tests {@code PrimaryConnections}, which asks for the server behind a connection without a trace in the application's
 * transaction.
 */
@Tag("standalone")
class PrimaryConnectionsIT {

    private static final String SERIALIZABLE = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";

    private final Servers servers = TestServers.running();
    private final PrimaryWatch watch = new PrimaryWatch(
            "the primary",
            new PostgresPrimary(servers.primary().application(), Duration.ofSeconds(5)),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Ticker.SYSTEM);
    private final PrimaryConnections connections = new PrimaryConnections(watch);

    /** The texts of the prepared statements. */
    private final List<String> prepared = new ArrayList<>();

    /** Whose connections were aborted. */
    private final List<String> aborted = new ArrayList<>();

    private Connection driver;

    @BeforeEach
    void connect() throws SQLException {
        driver = servers.primary().application().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        driver.close();
    }

    /** A connection of a pool that unwraps it as Payara does: to a new proxy at each call, which wraps exceptions. */
    private Connection pooled() {
        return proxy(Connection.class, true);
    }

    private Connection proxy(Class<?> type, boolean pooled) {
        return (Connection)
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "unwrap" -> {
                            return proxy((Class<?>) arguments[0], false);
                        }
                        case "prepareStatement" -> prepared.add(String.valueOf(arguments[0]));
                        case "abort" -> aborted.add(pooled ? "the pool's" : "the driver's");
                        default -> {}
                    }
                    return method.invoke(driver, arguments);
                });
    }

    /** A connection of a pool that keeps the driver's to itself. */
    private Connection hiding() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("unwrap")) {
                        throw new SQLException("hidden");
                    }
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add(String.valueOf(arguments[0]));
                    }
                    try {
                        return method.invoke(driver, arguments);
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
        Connection pooled = pooled();
        Backend told = connections.backend(pooled).orElseThrow();
        assertEquals(process(), told.process());
        assertEquals(1, told.timeline().number());
        assertEquals(
                servers.primary().query("SELECT system_identifier FROM pg_control_system()"),
                told.timeline().cluster().toString());
        for (boolean autoCommit : List.of(true, false)) {
            driver.setAutoCommit(autoCommit);
            assertEquals(Optional.of(told), connections.backend(pooled));
        }
        assertEquals(1, prepared.size());
    }

    @Test
    void aTransactionThatIsAboutToBeginBeginsWithItsOwnFirstStatement() throws Exception {
        driver.setAutoCommit(false);
        assertTrue(connections.backend(pooled()).isPresent());
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
            assertTrue(connections.backend(enlisted).isPresent());
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
        assertEquals(process(), connections.backend(pooled()).orElseThrow().process());
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
    void whereAPoolHidesTheDriverItIsAskedEachTimeAlsoInATransaction() throws Exception {
        Connection hiding = hiding();
        assertEquals(process(), connections.backend(hiding).orElseThrow().process());
        driver.setAutoCommit(false);
        assertEquals(process(), connections.backend(hiding).orElseThrow().process());
        assertEquals(2, prepared.size());
        driver.rollback();
    }

    @Test
    void aPoolThatHidesItIsNamedOnce() throws Exception {
        try (PollingConnection polling = polling();
                PollingConnection other = polling()) {
            String warning = polling.poolWarning(hiding()).orElseThrow();
            assertTrue(warning.startsWith("The primary's pool does not unwrap its connections"), warning);
            assertTrue(warning.contains("java.sql.SQLException: hidden"), warning);
            assertEquals(Optional.empty(), polling.poolWarning(hiding()));
            assertEquals(Optional.empty(), other.poolWarning(pooled()));
        }
    }

    @Test
    void aPoolIsTriedAtTheFirstConnection() throws Exception {
        try (PollingConnection polling = polling()) {
            polling.ask((row, server) -> server);
            assertEquals(Optional.empty(), polling.poolWarning(hiding()));
        }
    }

    private PollingConnection polling() {
        return new PollingConnection("primary", pool(this::pooled), Duration.ofSeconds(5), "SELECT 1");
    }

    private static DataSource pool(Supplier<Connection> connections) {
        return (DataSource) Proxy.newProxyInstance(
                PrimaryConnectionsIT.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connections.get());
    }

    @Test
    void theDriversConnectionIsBrokenAndNotThePoolsAlone() throws Exception {
        Timeline first = connections.backend(pooled()).orElseThrow().timeline();
        watch.writtenOn(first);
        watch.writtenOn(new Timeline(first.cluster(), first.number() + 1));
        assertFalse(connections.leadsToPrimary(pooled()));
        assertEquals(List.of("the driver's"), aborted);
        assertTrue(driver.isClosed());
    }

    @Test
    void nothingIsAskedOfAConnectionThatOnlyReadsUntilTwoPrimariesHaveBeenSeen() throws Exception {
        Connection pooled = pooled();
        assertTrue(connections.leadsToPrimary(pooled));
        assertEquals(0, prepared.size());
        Timeline first = connections.backend(pooled).orElseThrow().timeline();
        watch.writtenOn(first);
        assertTrue(connections.leadsToPrimary(pooled));
        watch.writtenOn(new Timeline(first.cluster(), first.number() + 1));
        assertFalse(connections.leadsToPrimary(pooled));
        assertEquals(1, prepared.size());
    }

    @Test
    void aServerInRecoveryIsAskedAgain() throws Exception {
        try (Connection standby = servers.replica().application().getConnection()) {
            assertEquals(Optional.empty(), connections.backend(standby));
        }
        driver.close();
        assertEquals(Optional.empty(), connections.backend(driver), "nor is anything known of one that is closed");
    }
}
