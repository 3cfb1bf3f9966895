package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was changed on a borrowed connection, and what restores it. */
final class Changes {

    /** Source: PostgreSQL, "PostgreSQL Error Codes", in_failed_sql_transaction. */
    private static final String FAILED_TRANSACTION = "25P02";

    private final Connection connection;
    private final Map<Setting<?>, Settings.Value<?>> applied = new LinkedHashMap<>();
    private final Map<Setting<?>, Setting.Undo> undo = new LinkedHashMap<>();

    /** A setting was changed within a transaction, whose rollback takes it back. */
    private boolean inside;

    Changes(Connection connection) {
        this.connection = connection;
    }

    void apply(Settings.Value<?> value, Mode mode) throws SQLException {
        Setting<?> setting = value.setting();
        if (value.equals(applied.get(setting)) || isLeftOut(setting, mode)) {
            return;
        }
        if (!undo.containsKey(setting)) {
            undo.put(setting, setting.save(connection));
        }
        // Forgotten first: if the change throws, it is not known what the connection has.
        applied.remove(setting);
        value.on(connection);
        applied.put(setting, value);
        inside |= mode == Mode.LOCAL_OPEN || mode == Mode.STREAM;
    }

    /** In JTA. On the replica, beside it, nothing can be written anyway, and both levels that are read there are one. */
    private static boolean isLeftOut(Setting<?> setting, Mode mode) {
        return switch (mode) {
            case JTA -> setting.equals(Setting.READ_ONLY);
            case STREAM -> setting.equals(Setting.READ_ONLY) || setting.equals(Setting.ISOLATION);
            case AUTO_COMMIT, LOCAL, LOCAL_OPEN -> false;
        };
    }

    /** Its transaction, or a part of it, was rolled back: whether that took something back, which is to be set again. */
    boolean rolledBack() {
        boolean took = inside;
        if (took) {
            inside = false;
            applied.clear();
        }
        return took;
    }

    boolean isEmpty() {
        return undo.isEmpty();
    }

    void restore() throws SQLException {
        for (Setting.Undo restored : undo.values()) {
            restored.on(connection);
        }
    }

    /**
     * Restores as much as can be within JTA.
     *
     * @param sameTransaction the transaction under which the connection was obtained is still current
     */
    void restoreInJta(Closing closing, boolean sameTransaction) {
        undo.forEach((setting, restored) -> {
            // The pool keeps an enlisted connection until its transaction ends, and resets the isolation level then.
            if (!sameTransaction || !setting.equals(Setting.ISOLATION)) {
                closing.step(() -> restoreUnlessFailed(restored));
            }
        });
    }

    /** A transaction that has failed will be rolled back, and what was set in it with it. */
    private void restoreUnlessFailed(Setting.Undo restored) throws SQLException {
        try {
            restored.on(connection);
        } catch (SQLException | RuntimeException failure) {
            if (Causes.find(failure, cause -> FAILED_TRANSACTION.equals(cause.getSQLState())) == null) {
                throw failure;
            }
        }
    }
}
