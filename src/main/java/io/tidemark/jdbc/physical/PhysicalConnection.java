package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import io.tidemark.writes.CustomSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was borrowed from a pool, with the changes that were made to it since.
 *
 * <p>Outside JTA its auto-commit mode is set as the routed connection requires, whatever the pool's default is, and restored at
 * the end. In JTA the container controls it. Used by one thread at a time, except for {@link #connection()}, which
 * {@code Connection.abort} may use from another thread.
 */
public abstract sealed class PhysicalConnection permits PrimaryConnection, ReplicaConnection {

    private static final int TIMEOUT_SECONDS = 1;

    private static final CustomSettings SET_BY_STATEMENT = CustomSettings.NONE.with("", Optional.empty());

    private final Connection connection;
    private final boolean autoCommitBefore;
    private boolean autoCommit;
    private boolean streams;
    private boolean written;

    /** The properties that were last applied. */
    private ConnectionProperties readyFor = ConnectionProperties.NONE;

    /** The custom settings of its transaction. */
    private CustomSettings customSettings = CustomSettings.NONE;

    /** Created with the first change: most connections are never changed. */
    private @Nullable AppliedProperties applied;

    /**
     * Wraps a borrowed connection.
     *
     * @param autoCommit its auto-commit mode when it was borrowed; false if it is enlisted
     */
    PhysicalConnection(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommitBefore = autoCommit;
        this.autoCommit = autoCommit;
    }

    /** The server that it leads to. */
    public abstract Route route();

    /** The replica that it leads to; empty for the primary. */
    public abstract Optional<ReplicaName> replica();

    /** The JTA transaction in which it was borrowed, if it is enlisted. */
    abstract Optional<Object> transaction();

    /** The server process that runs its writes; empty if it is not known, and for a replica. */
    public abstract Optional<Backend> backend();

    /** The connection of the pool. */
    public final Connection connection() {
        return connection;
    }

    /** True if the server answers a health check on it within a second. Then no earlier statement is still in flight. */
    public final boolean answers() {
        try {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    /** True if its transactions are ended by their owner, such as the container. */
    final boolean enlisted() {
        return !autoCommitBefore;
    }

    /** True if a transaction is open, or the next statement opens one. */
    final boolean inTransaction() {
        return !autoCommit;
    }

    /** Records that a statement that may write is about to be sent over it. */
    public final void writes() {
        written = true;
    }

    final boolean hasWritten() {
        return written;
    }

    /** True if it is in a transaction beside the JTA transaction; see {@link TransactionMode#STREAM}. */
    public final boolean streams() {
        return streams;
    }

    /** True if the driver knows that it is closed. A server may have closed it without that. */
    final boolean isClosed() {
        try {
            // Payara's isClosed() does not call the driver. This call does, without a round trip.
            connection.getAutoCommit();
            return connection.isClosed();
        } catch (SQLException | RuntimeException unknown) {
            return true;
        }
    }

    /** Applies the properties that were set on the routed connection since the last call, and the transaction mode. */
    final void ready(ConnectionProperties properties, TransactionMode mode) throws SQLException {
        if (streams && mode != TransactionMode.STREAM && !customSettings.isEmpty()) {
            // A commit would keep custom settings of the session on the connection.
            connection.rollback();
            customSettings = CustomSettings.NONE;
            rolledBack();
        }
        if (readyFor != properties) {
            if (mode == TransactionMode.LOCAL || mode == TransactionMode.AUTO_COMMIT) {
                // Otherwise the driver would open a transaction for a property, and refuse the isolation level in it.
                autoCommit(true);
            }
            for (ConnectionProperties.Value<?> value : properties.values()) {
                applied().apply(value, mode);
            }
            // STREAM leaves properties out, which are applied with the next mode.
            readyFor = mode == TransactionMode.STREAM ? ConnectionProperties.NONE : properties;
        }
        switch (mode) {
            case AUTO_COMMIT -> autoCommit(true);
            case LOCAL, STREAM -> autoCommit(false);
            case LOCAL_OPEN, JTA -> {}
        }
        streams = mode == TransactionMode.STREAM;
    }

    private AppliedProperties applied() {
        AppliedProperties known = applied;
        if (known == null) {
            known = new AppliedProperties(connection);
            applied = known;
        }
        return known;
    }

    /**
     * Records a rollback of its transaction, or of a part of it. Properties that were set within are applied again before the
     * next statement.
     */
    public final void rolledBack() {
        if (applied != null && applied.rolledBack()) {
            readyFor = ConnectionProperties.NONE;
        }
    }

    /** True if its transaction has custom settings other than these. */
    final boolean hasOtherThan(CustomSettings settings) {
        return !customSettings.isEmpty() && customSettings != settings;
    }

    /** Records that a statement has made custom settings in its transaction. */
    public final void madeSettings() {
        if (!autoCommit) {
            customSettings = SET_BY_STATEMENT;
        }
    }

    /** Makes these custom settings local to its transaction. */
    final void makeSettings(CustomSettings settings) throws SQLException {
        if (settings.isEmpty() || customSettings == settings) {
            return;
        }
        Map<String, Optional<String>> values = settings.values();
        String calls = String.join(", ", Collections.nCopies(values.size(), "pg_catalog.set_config(?, ?, true)"));
        try (PreparedStatement set = connection.prepareStatement("SELECT " + calls)) {
            int index = 1;
            for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
                set.setString(index++, value.getKey());
                set.setString(index++, value.getValue().orElse(null));
            }
            set.execute();
        }
        customSettings = settings;
    }

    private void autoCommit(boolean wanted) throws SQLException {
        if (autoCommit != wanted) {
            connection.setAutoCommit(wanted);
            autoCommit = wanted;
            customSettings = CustomSettings.NONE;
        }
    }

    /**
     * Restores the connection and returns it to its pool. It is closed in any case. If it cannot be restored, it is aborted
     * first, so that the pool does not hand it out again.
     *
     * @param current the JTA transaction of this thread
     */
    final void giveBack(Optional<Object> current) throws SQLException {
        try {
            restoreAndClose(current);
        } finally {
            returned();
        }
    }

    /** Called when it was returned to its pool, or could not be, or was aborted. Has no effect the second time. */
    abstract void returned();

    private void restoreAndClose(Optional<Object> current) throws SQLException {
        if (isAsBorrowed()) {
            connection.close();
            return;
        }
        Closer closer = new Closer();
        // On a lost connection each call would fail, and add a stack trace to Payara's log.
        boolean lost = isClosed();
        if (transaction().isPresent()) {
            if (!lost) {
                applied().restoreInJta(closer, transaction().equals(current));
            }
        } else {
            if (!lost) {
                closer.step(this::restore);
            }
            if (lost || closer.failed()) {
                closer.step(() -> connection.abort(Runnable::run));
            }
        }
        closer.step(connection::close);
        closer.done();
    }

    private boolean isAsBorrowed() {
        return (applied == null || applied.isEmpty())
                && (transaction().isPresent() || (autoCommit && autoCommitBefore));
    }

    private void restore() throws SQLException {
        if (!autoCommit) {
            // Turning auto-commit on would commit the open transaction, which the application did not commit.
            connection.rollback();
            autoCommit(true);
        }
        if (applied != null) {
            applied.restore();
        }
        autoCommit(autoCommitBefore);
    }
}
