package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.RoundPool;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The connection that a question about server processes borrows goes back as it was, or not at all. */
@Tag("standalone")
class PostgresBackendsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int ITS_OWN_MILLIS = 7_000;

    private final Servers servers = TestServers.running();
    private DataSource pool;
    private PostgresBackends backends;

    /** The connection of the last failing question. */
    private Optional<Connection> lent = Optional.empty();

    private int process;

    @BeforeEach
    void poolOfOneConnection() throws SQLException {
        pool = RoundPool.of(1, servers.primary().application());
        backends = new PostgresBackends(pool, TIMEOUT);
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ITS_OWN_MILLIS);
            process = process(connection);
        }
    }

    @AfterEach
    void end() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.abort(Runnable::run);
        }
    }

    private static int process(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private Timeline timeline() throws SQLException {
        return new Timeline(
                new ClusterId(
                        Long.parseLong(servers.primary().query("SELECT system_identifier FROM pg_control_system()"))),
                Integer.parseInt(servers.primary().query("SELECT timeline_id FROM pg_control_checkpoint()")));
    }

    private void assertReturnedAsItWas() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            assertEquals(process, process(connection), "the same connection");
            assertEquals(ITS_OWN_MILLIS, connection.getNetworkTimeout());
        }
    }

    @Test
    void anAnsweredQuestionReturnsTheConnectionWithItsOwnTimeout() throws Exception {
        assertTrue(backends.activity(new Backend(timeline(), process)).isPresent());
        assertReturnedAsItWas();
    }

    @Test
    void aServerThatWasReplacedReturnsTheConnectionWithItsOwnTimeout() throws Exception {
        Timeline here = timeline();
        Backend onNewer = new Backend(new Timeline(here.cluster(), here.number() + 1), process);
        ServerFault unfit = assertThrows(ServerFault.class, () -> backends.activity(onNewer));
        assertEquals(ServerFault.Kind.UNFIT, unfit.kind());
        assertReturnedAsItWas();
    }

    @Test
    void aQuestionThatFailsBreaksTheConnection() throws Exception {
        Timeline here = timeline();
        PostgresBackends failing =
                new PostgresBackends(poolWhoseQuestionsThrow(new SQLException("refused", "57014")), TIMEOUT);
        assertThrows(ServerFault.class, () -> failing.activity(new Backend(here, process)));
        assertBroken();
    }

    /** A driver that was taken away throws errors. Its connection must not stay borrowed for ever. */
    @Test
    void anErrorOfTheDriverBreaksTheConnection() throws Exception {
        Timeline here = timeline();
        PostgresBackends failing =
                new PostgresBackends(poolWhoseQuestionsThrow(new NoClassDefFoundError("taken away")), TIMEOUT);
        assertThrows(NoClassDefFoundError.class, () -> failing.activity(new Backend(here, process)));
        assertBroken();
    }

    private void assertBroken() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            assertNotEquals(process, process(connection), "another connection");
        }
        assertTrue(lent.orElseThrow().isClosed(), "the connection with the failed question");
    }

    private DataSource poolWhoseQuestionsThrow(Throwable thrown) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Connection borrowed = pool.getConnection();
            lent = Optional.of(borrowed);
            return proxy(Connection.class, (connection, called, with) -> {
                if (called.getName().equals("prepareStatement")) {
                    throw thrown;
                }
                return called.invoke(borrowed, with);
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
