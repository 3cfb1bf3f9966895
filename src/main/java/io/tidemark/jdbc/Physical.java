package io.tidemark.jdbc;

import io.tidemark.Route;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A connection that was borrowed from a pool, with what was changed on it since.
 *
 * <p>Its auto-commit mode is ours outside JTA only: there it is brought to what the routed connection promises, whatever
 * the pool's default is, and restored at the end.
 */
final class Physical {

    /** Under which regime the next statement runs on it. */
    enum Mode {
        /** Each statement is a transaction. */
        AUTO_COMMIT,
        /** The next statement opens a transaction of the connection's own. */
        LOCAL,
        /** Such a transaction is open. Auto-commit must not be touched: turning it on would commit. */
        LOCAL_OPEN,
        /**
         * The JTA transaction that it is enlisted in. Read-only is a hint by the JDBC specification, and is not given: it
         * could not be taken back before the transaction ends.
         */
        JTA
    }

    private final Route route;
    private final Connection connection;
    private final Optional<Object> transaction;
    private final boolean autoCommitBefore;
    private final Map<Setting<?>, Settings.Value<?>> applied = new LinkedHashMap<>(0);
    private final Map<Setting<?>, Setting.Undo> undo = new LinkedHashMap<>(0);
    private boolean autoCommit;
    private int version;

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

    Optional<Object> transaction() {
        return transaction;
    }

    /** The server has it work in a transaction that somebody else ends. */
    boolean enlisted() {
        return !autoCommitBefore;
    }

    /** Applies what was set on the routed connection since the last time. */
    void ready(Settings settings, Mode mode) throws SQLException {
        if (version != settings.version()) {
            if (mode == Mode.LOCAL || mode == Mode.AUTO_COMMIT) {
                // Else the driver would open a transaction for a setting already, and refuse the isolation level in it.
                autoCommit(true);
            }
            for (Settings.Value<?> value : settings.values()) {
                apply(value, mode);
            }
            version = settings.version();
        }
        switch (mode) {
            case AUTO_COMMIT -> autoCommit(true);
            case LOCAL -> autoCommit(false);
            case LOCAL_OPEN, JTA -> {}
        }
    }

    private void apply(Settings.Value<?> value, Mode mode) throws SQLException {
        Setting<?> setting = value.setting();
        if (value.equals(applied.get(setting)) || (mode == Mode.JTA && setting.equals(Setting.READ_ONLY))) {
            return;
        }
        if (!undo.containsKey(setting)) {
            undo.put(setting, setting.save(connection));
        }
        // Forgotten first: if the change throws, it is not known what the connection has.
        applied.remove(setting);
        value.on(connection);
        applied.put(setting, value);
    }

    private void autoCommit(boolean wanted) throws SQLException {
        if (autoCommit != wanted) {
            connection.setAutoCommit(wanted);
            autoCommit = wanted;
        }
    }

    /**
     * Restores it and returns it to its pool. Closed in any case.
     *
     * @param current the JTA transaction of this thread
     */
    void giveBack(Optional<Object> current) throws SQLException {
        Closing closing = new Closing();
        if (transaction.isEmpty() && !autoCommit) {
            // Turning auto-commit on commits what is open; nothing that nobody asked to commit may be.
            closing.step(connection::rollback);
            closing.step(() -> autoCommit(true));
        }
        restore((setting, restored) -> {
            // The pool keeps an enlisted connection until its transaction ends, and resets the isolation level then.
            if (transaction.isEmpty() || !transaction.equals(current) || !setting.equals(Setting.ISOLATION)) {
                closing.step(() -> restored.on(connection));
            }
        });
        if (transaction.isEmpty()) {
            closing.step(() -> autoCommit(autoCommitBefore));
        }
        closing.step(connection::close);
        closing.done();
    }

    private void restore(BiConsumer<Setting<?>, Setting.Undo> each) {
        if (!undo.isEmpty()) {
            undo.forEach(each);
        }
    }
}
