package io.tidemark.cdi;

import io.tidemark.time.Ticker;
import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.ServerFault;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source of a replica, which an operator may add or remove while the application runs. The polls of the replica look
 * it up again: each poll while the replica does not answer, else one per second. Until a look-up has succeeded, and after
 * one has failed, it gives no connections. Thread-safe; one thread looks it up.
 */
final class ReplicaDataSource implements DataSource {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final JndiDataSources.LookUp lookUp;
    private final Ticker ticker;
    private long lookedUp;
    private volatile @Nullable DataSource found;

    ReplicaDataSource(String name, JndiDataSources.LookUp lookUp, Ticker ticker) {
        this.name = name;
        this.lookUp = lookUp;
        this.ticker = ticker;
    }

    /**
     * Looks the data source up again if the last look-up is old. A look-up costs as much as a poll.
     *
     * @throws ServerFault as {@link #lookUpAgain} does
     */
    void lookUpIfDue() throws ServerFault {
        if (ticker.nanos() - lookedUp >= INTERVAL_NANOS) {
            lookUpAgain();
        }
    }

    /**
     * Looks the data source up again.
     *
     * @throws ServerFault if the name does not lead to a data source now
     */
    void lookUpAgain() throws ServerFault {
        lookedUp = ticker.nanos();
        try {
            found = lookUp.of(name);
        } catch (NamingException | RuntimeException failed) {
            found = null;
            throw new ServerFault(
                    ServerFault.Kind.ABSENT,
                    "The replica is absent: there is no data source with this JNDI name ("
                            + FailureMessage.withRoot(FailureMessage.text(failed), failed)
                            + "). It is looked up again at each poll.",
                    failed);
        }
    }

    private DataSource present() throws SQLException {
        DataSource known = found;
        if (known == null) {
            throw new SQLException("There is no data source " + name + " now", "08001");
        }
        return known;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return present().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return present().getConnection(user, password);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : present().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || present().isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return present().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        present().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        present().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return present().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The loggers are those of the data source " + name);
    }
}
