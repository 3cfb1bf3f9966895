package io.tidemark.postgres;

import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationVersions;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.ServerId;
import io.tidemark.wal.WalLayout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A connection that is kept for the life of the application, and on which one query is repeated. If it is lost, the next
 * question opens another one. The first query on each connection identifies its server. For one thread at a time.
 */
final class PollingConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PollingConnection.class.getName());

    private static final String IDENTITY = SystemSql.qualified("SELECT " + ServerIdentityQuery.COLUMNS
            + ", wal_block_size, bytes_per_wal_segment,"
            + " extract(epoch FROM current_setting('wal_writer_delay')::interval) * 1000 FROM pg_control_init()");

    /** Reads the row of the answer. */
    interface Answer<T> {
        T read(ResultSet row, Server server) throws SQLException, ServerFault;
    }

    /** The server that the connection leads to. */
    record Server(
            ServerId id, WalLayout layout, Duration walWriterDelay, CollationVersions collations, int connection) {

        Server with(CollationVersions newer) {
            return new Server(id, layout, walWriterDelay, newer, connection);
        }
    }

    /** The open connection with its prepared query. */
    private record Open(TimedConnection timed, Server server, PreparedStatement query, long collationsAsked) {

        Open with(CollationVersions newer, long asked) {
            return new Open(timed, server.with(newer), query, asked);
        }
    }

    /** The time for which the versions of the collations are trusted. */
    private static final Duration COLLATIONS_INTERVAL = Duration.ofMinutes(1);

    private final DataSource source;
    private final int timeoutMillis;
    private final String sql;
    private final String role;
    private final DriverAccess driver = new DriverAccess();
    private boolean poolTried;

    /** The number of connections so far. */
    private int opened;

    private final Ticker ticker;
    private Optional<Open> open = Optional.empty();

    /**
     * Prepares a connection; the first question opens it.
     *
     * @param role the role of the server, for the log
     * @param timeout the maximum time of one answer
     * @param sql the query to repeat; it returns one row
     */
    PollingConnection(String role, DataSource source, Duration timeout, String sql) {
        this(role, source, timeout, sql, Ticker.SYSTEM);
    }

    PollingConnection(String role, DataSource source, Duration timeout, String sql, Ticker ticker) {
        this.role = role;
        this.ticker = ticker;
        this.source = source;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.sql = SystemSql.qualified(sql);
    }

    <T> T ask(Answer<T> answer) throws ServerFault {
        try {
            return answerOf(answer);
        } catch (SQLException | RuntimeException failed) {
            // Payara's connections throw a runtime exception in place of the driver's.
            discardConnection();
            throw FailureText.fault(failed);
        } catch (ServerFault unfit) {
            // The same name may lead to another server now. Only a new connection shows it.
            close();
            throw unfit;
        }
    }

    private <T> T answerOf(Answer<T> answer) throws SQLException, ServerFault {
        if (open.isPresent()) {
            try {
                return query(refreshed(open.get()), answer);
            } catch (SQLException | RuntimeException lost) {
                // The server may have been restarted since the last question. A new connection shows it.
                LOG.log(System.Logger.Level.DEBUG, "Lost the connection: {0}", FailureText.briefly(lost));
                discardConnection();
            }
        }
        Open opened = open();
        open = Optional.of(opened);
        return query(opened, answer);
    }

    /** Reads the versions of the collations again, if they are too old: others may be in use by now. */
    private Open refreshed(Open known) throws SQLException {
        long now = ticker.nanos();
        if (now - known.collationsAsked() < COLLATIONS_INTERVAL.toNanos()) {
            return known;
        }
        Open refreshed = known.with(CollationQuery.on(known.timed().connection()), now);
        open = Optional.of(refreshed);
        return refreshed;
    }

    /** Runs a statement on the connection, if it is open. */
    void run(String statement) throws ServerFault {
        if (open.isEmpty()) {
            return;
        }
        try (PreparedStatement running = open.get().timed().connection().prepareStatement(statement)) {
            running.execute();
        } catch (SQLException | RuntimeException failed) {
            discardConnection();
            throw FailureText.fault(failed);
        }
    }

    /** Returns the only column of a query's rows. The connection must be open. */
    Set<Long> numbers(String query) throws ServerFault {
        Set<Long> numbers = new HashSet<>();
        try (PreparedStatement running = open.orElseThrow().timed().connection().prepareStatement(query);
                ResultSet row = running.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        } catch (SQLException | RuntimeException failed) {
            discardConnection();
            throw FailureText.fault(failed);
        }
        return numbers;
    }

    private static <T> T query(Open on, Answer<T> answer) throws SQLException, ServerFault {
        try (ResultSet row = on.query().executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The server answered no row to the query for its position");
            }
            return answer.read(row, on.server());
        }
    }

    private Open open() throws SQLException {
        TimedConnection timed = TimedConnection.borrow(source, timeoutMillis);
        try {
            Connection connection = timed.connection();
            // At the first connection, so that the operator sees the cost of the pool at the start, not under load.
            poolWarning(connection).ifPresent(warning -> LOG.log(System.Logger.Level.WARNING, warning));
            return new Open(timed, identify(connection), connection.prepareStatement(sql), ticker.nanos());
        } catch (SQLException | RuntimeException failed) {
            timed.discard();
            throw failed;
        }
    }

    /** Returns a warning if the pool hides its connections; empty if it does not, and from the second connection on. */
    Optional<String> poolWarning(Connection pooled) throws SQLException {
        if (poolTried) {
            return Optional.empty();
        }
        Optional<String> warning = driver.whyHidden(pooled)
                .map(why -> "The " + role + "'s pool does not unwrap its connections to " + DriverAccess.CONNECTION
                        + ": "
                        + why + ". Tidemark cannot recognize a physical connection there, and sends one more query for"
                        + " each borrowed connection. Expected a pool whose Connection.unwrap returns the driver's"
                        + " connection or a proxy of it.");
        poolTried = true;
        return warning;
    }

    private Server identify(Connection connection) throws SQLException {
        CollationVersions collations = CollationQuery.on(connection);
        try (PreparedStatement identity = connection.prepareStatement(IDENTITY);
                ResultSet row = identity.executeQuery()) {
            row.next();
            return new Server(
                    ServerIdentityQuery.of(row),
                    new WalLayout(row.getInt(ServerIdentityQuery.COUNT + 1), row.getInt(ServerIdentityQuery.COUNT + 2)),
                    Duration.ofMillis(row.getLong(ServerIdentityQuery.COUNT + 3)),
                    collations,
                    ++opened);
        }
    }

    /** Breaks the connection, if it is open. The next question opens another one. */
    void discardConnection() {
        open.ifPresent(lost -> lost.timed().discard());
        open = Optional.empty();
    }

    @Override
    public void close() {
        open.ifPresent(PollingConnection::giveBack);
        open = Optional.empty();
    }

    private static void giveBack(Open used) {
        try {
            used.query().close();
        } catch (SQLException | RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "Closing a statement: {0}", FailureText.briefly(broken));
        }
        used.timed().giveBack();
    }
}
