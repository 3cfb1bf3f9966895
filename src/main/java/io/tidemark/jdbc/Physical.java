package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.wal.Backend;
import io.tidemark.writes.CustomSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was borrowed from a pool, with what was changed on it since.
 *
 * <p>Its auto-commit mode is ours outside JTA only: there it is brought to what the routed connection promises, whatever
 * the pool's default is, and restored at the end.
 */
abstract sealed class Physical permits PhysicalPrimary, PhysicalReplica {

    private static final int TO_ANSWER_SECONDS = 1;

    private static final CustomSettings MADE_BY_STATEMENT = CustomSettings.NONE.with("", Optional.empty());

    private final Connection connection;
    private final boolean autoCommitBefore;
    private boolean autoCommit;
    private boolean streams;
    private boolean written;

    /** The settings that it is up to date with. */
    private Settings readyFor = Settings.NONE;

    /** The custom settings of its transaction. */
    private CustomSettings brought = CustomSettings.NONE;

    /** Made with the first setting: most connections are never changed. */
    private @Nullable Changes changes;

    /**
     * @param autoCommit as it was borrowed
     */
    Physical(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommitBefore = autoCommit;
        this.autoCommit = autoCommit;
    }

    /** The server that it leads to. */
    abstract Route route();

    /** The JTA transaction under which it was obtained, if it takes part in JTA. */
    abstract Optional<Object> transaction();

    /** The server process that writes for it, where that is known; a replica's does not. */
    abstract Optional<Backend> backend();

    final Connection connection() {
        return connection;
    }

    /** Whether the server still answers on it: then what was sent before is over. */
    final boolean answers() {
        try {
            return connection.isValid(TO_ANSWER_SECONDS);
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    /** The server has it work in a transaction that somebody else ends. */
    final boolean enlisted() {
        return !autoCommitBefore;
    }

    /** It is in a transaction, or the next statement opens one. */
    final boolean inTransaction() {
        return !autoCommit;
    }

    /** A statement that may write is about to be sent over it. */
    final void writes() {
        written = true;
    }

    final boolean hasWritten() {
        return written;
    }

    final boolean streams() {
        return streams;
    }

    /** As the driver knows: a server may have ended it. */
    final boolean isClosed() {
        try {
            // Payara's isClosed() does not ask the driver. This does, without a round trip.
            connection.getAutoCommit();
            return connection.isClosed();
        } catch (SQLException | RuntimeException unknown) {
            return true;
        }
    }

    /** Applies what was set on the routed connection since the last time. */
    final void ready(Settings settings, Mode mode) throws SQLException {
        if (streams && mode != Mode.STREAM && !brought.isEmpty()) {
            // A commit would leave custom settings of the session on the connection.
            connection.rollback();
            brought = CustomSettings.NONE;
            rolledBack();
        }
        if (readyFor != settings) {
            if (mode == Mode.LOCAL || mode == Mode.AUTO_COMMIT) {
                // Else the driver would open a transaction for a setting already, and refuse the isolation level in it.
                autoCommit(true);
            }
            for (Settings.Value<?> value : settings.values()) {
                changes().apply(value, mode);
            }
            // What is left out while it streams is due afterwards.
            readyFor = mode == Mode.STREAM ? Settings.NONE : settings;
        }
        switch (mode) {
            case AUTO_COMMIT -> autoCommit(true);
            case LOCAL, STREAM -> autoCommit(false);
            case LOCAL_OPEN, JTA -> {}
        }
        streams = mode == Mode.STREAM;
    }

    private Changes changes() {
        Changes known = changes;
        if (known == null) {
            known = new Changes(connection);
            changes = known;
        }
        return known;
    }

    /** Its transaction, or a part of it, was rolled back: what was set within is set again before the next statement. */
    final void rolledBack() {
        if (changes != null && changes.rolledBack()) {
            readyFor = Settings.NONE;
        }
    }

    /** Its transaction has custom settings, which are not these. */
    final boolean hasOtherThan(CustomSettings settings) {
        return !brought.isEmpty() && brought != settings;
    }

    /** A statement has made custom settings in its transaction. */
    final void madeSettings() {
        if (!autoCommit) {
            brought = MADE_BY_STATEMENT;
        }
    }

    /** Makes the custom settings in its transaction, with which they end. */
    final void bring(CustomSettings settings) throws SQLException {
        if (settings.isEmpty() || brought == settings) {
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
        brought = settings;
    }

    private void autoCommit(boolean wanted) throws SQLException {
        if (autoCommit != wanted) {
            connection.setAutoCommit(wanted);
            autoCommit = wanted;
            brought = CustomSettings.NONE;
        }
    }

    /**
     * Restores it and returns it to its pool. Closed in any case; broken before, if it could not be restored: nobody else
     * may get it as it is.
     *
     * @param current the JTA transaction of this thread
     */
    final void giveBack(Optional<Object> current) throws SQLException {
        if (isAsBorrowed()) {
            connection.close();
            return;
        }
        Closing closing = new Closing();
        // Restoring what is lost would fail, and leave a stack trace in Payara's log for each call.
        boolean lost = isClosed();
        if (transaction().isPresent()) {
            if (!lost) {
                changes().restoreInJta(closing, transaction().equals(current));
            }
        } else {
            if (!lost) {
                closing.step(this::restore);
            }
            if (lost || closing.failed()) {
                closing.step(() -> connection.abort(Runnable::run));
            }
        }
        closing.step(connection::close);
        closing.done();
    }

    private boolean isAsBorrowed() {
        return (changes == null || changes.isEmpty())
                && (transaction().isPresent() || (autoCommit && autoCommitBefore));
    }

    private void restore() throws SQLException {
        if (!autoCommit) {
            // Turning auto-commit on commits what is open; nothing that nobody asked to commit may be.
            connection.rollback();
            autoCommit(true);
        }
        if (changes != null) {
            changes.restore();
        }
        autoCommit(autoCommitBefore);
    }
}
