package io.tidemark.jdbc;

import io.tidemark.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was borrowed from a pool, with what was changed on it since.
 *
 * <p>Its auto-commit mode is ours outside JTA only: there it is brought to what the routed connection promises, whatever
 * the pool's default is, and restored at the end.
 */
final class Physical {

    /** Source: PostgreSQL, "PostgreSQL Error Codes", in_failed_sql_transaction. */
    private static final String FAILED_TRANSACTION = "25P02";

    private static final int TO_ANSWER_SECONDS = 1;

    private final Route route;
    private final Connection connection;
    private final Optional<Object> transaction;
    private final boolean autoCommitBefore;
    private boolean autoCommit;
    private boolean streams;

    /** A setting was changed within a transaction, whose rollback takes it back. */
    private boolean changedInside;

    /** The settings that it is up to date with. */
    private Settings readyFor = Settings.NONE;

    // Most connections are never changed: made with the first change.
    private Map<Setting<?>, Settings.Value<?>> applied = Map.of();
    private Map<Setting<?>, Setting.Undo> undo = Map.of();

    private @Nullable OptionalInt backend;

    /**
     * @param transaction the JTA transaction under which it was obtained, if it takes part in JTA
     */
    Physical(Route route, Connection connection, Optional<Object> transaction) throws SQLException {
        this.route = route;
        this.connection = connection;
        this.transaction = transaction;
        this.autoCommitBefore = connection.getAutoCommit();
        this.autoCommit = autoCommitBefore;
    }

    Route route() {
        return route;
    }

    Connection connection() {
        return connection;
    }

    /** The number of the server process behind it, where the driver tells. */
    OptionalInt backend() {
        OptionalInt known = backend;
        if (known == null) {
            known = BackendNumber.of(connection);
            backend = known;
        }
        return known;
    }

    /** Whether the server still answers on it: then what was sent before is over. */
    boolean answers() {
        try {
            return connection.isValid(TO_ANSWER_SECONDS);
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    Optional<Object> transaction() {
        return transaction;
    }

    /** The server has it work in a transaction that somebody else ends. */
    boolean enlisted() {
        return !autoCommitBefore;
    }

    /** It is in a transaction, or the next statement opens one. */
    boolean inTransaction() {
        return !autoCommit;
    }

    boolean streams() {
        return streams;
    }

    /** As the driver knows: a server may have ended it. */
    boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException | RuntimeException unknown) {
            return true;
        }
    }

    /** Applies what was set on the routed connection since the last time. */
    void ready(Settings settings, Mode mode) throws SQLException {
        if (readyFor != settings) {
            if (mode == Mode.LOCAL || mode == Mode.AUTO_COMMIT) {
                // Else the driver would open a transaction for a setting already, and refuse the isolation level in it.
                autoCommit(true);
            }
            for (Settings.Value<?> value : settings.values()) {
                apply(value, mode);
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

    private void apply(Settings.Value<?> value, Mode mode) throws SQLException {
        Setting<?> setting = value.setting();
        if (value.equals(applied.get(setting)) || isLeftOut(setting, mode)) {
            return;
        }
        if (undo.isEmpty()) {
            applied = new LinkedHashMap<>();
            undo = new LinkedHashMap<>();
        }
        if (!undo.containsKey(setting)) {
            undo.put(setting, setting.save(connection));
        }
        // Forgotten first: if the change throws, it is not known what the connection has.
        applied.remove(setting);
        value.on(connection);
        applied.put(setting, value);
        changedInside |= mode == Mode.LOCAL_OPEN;
    }

    /** In JTA. On the replica, beside it, nothing can be written anyway, and both levels that are read there are one. */
    private static boolean isLeftOut(Setting<?> setting, Mode mode) {
        return switch (mode) {
            case JTA -> setting.equals(Setting.READ_ONLY);
            case STREAM -> setting.equals(Setting.READ_ONLY) || setting.equals(Setting.ISOLATION);
            case AUTO_COMMIT, LOCAL, LOCAL_OPEN -> false;
        };
    }

    /** Its transaction, or a part of it, was rolled back: what was set within is set again before the next statement. */
    void rolledBack() {
        if (changedInside) {
            changedInside = false;
            applied.clear();
            readyFor = Settings.NONE;
        }
    }

    private void autoCommit(boolean wanted) throws SQLException {
        if (autoCommit != wanted) {
            connection.setAutoCommit(wanted);
            autoCommit = wanted;
        }
    }

    /**
     * Restores it and returns it to its pool. Closed in any case; broken before, if it could not be restored: nobody else
     * may get it as it is.
     *
     * @param current the JTA transaction of this thread
     */
    void giveBack(Optional<Object> current) throws SQLException {
        if (isAsBorrowed()) {
            connection.close();
            return;
        }
        Closing closing = new Closing();
        if (transaction.isPresent()) {
            undo.forEach((setting, restored) -> restoreInJta(closing, current, setting, restored));
        } else {
            closing.step(this::restore);
            if (closing.failed()) {
                closing.step(() -> connection.abort(Runnable::run));
            }
        }
        closing.step(connection::close);
        closing.done();
    }

    private boolean isAsBorrowed() {
        return undo.isEmpty() && (transaction.isPresent() || (autoCommit && autoCommitBefore));
    }

    private void restore() throws SQLException {
        if (!autoCommit) {
            // Turning auto-commit on commits what is open; nothing that nobody asked to commit may be.
            connection.rollback();
            autoCommit(true);
        }
        for (Setting.Undo restored : undo.values()) {
            restored.on(connection);
        }
        autoCommit(autoCommitBefore);
    }

    /** The pool keeps an enlisted connection until its transaction ends, and resets the isolation level then. */
    private void restoreInJta(Closing closing, Optional<Object> current, Setting<?> setting, Setting.Undo restored) {
        if (transaction.equals(current) && setting.equals(Setting.ISOLATION)) {
            return;
        }
        closing.step(() -> {
            try {
                restored.on(connection);
            } catch (SQLException failure) {
                // A transaction that has failed will be rolled back, and what was set in it with it.
                if (!FAILED_TRANSACTION.equals(failure.getSQLState())) {
                    throw failure;
                }
            }
        });
    }
}
