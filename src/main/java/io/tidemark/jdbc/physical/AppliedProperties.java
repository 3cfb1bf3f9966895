package io.tidemark.jdbc.physical;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The properties that were changed on a borrowed connection, and their former values. */
final class AppliedProperties {

    /** Source: PostgreSQL, "PostgreSQL Error Codes", in_failed_sql_transaction. */
    private static final String FAILED_TRANSACTION = "25P02";

    private final Connection connection;
    private final Map<ConnectionProperty<?>, ConnectionProperties.Value<?>> applied = new LinkedHashMap<>();
    private final Map<ConnectionProperty<?>, ConnectionProperty.Undo> undo = new LinkedHashMap<>();

    /** True if a property was changed within a transaction, whose rollback resets it. */
    private boolean changedInTransaction;

    AppliedProperties(Connection connection) {
        this.connection = connection;
    }

    void apply(ConnectionProperties.Value<?> value, TransactionMode mode) throws SQLException {
        ConnectionProperty<?> property = value.property();
        if (value.equals(applied.get(property)) || isLeftOut(property, mode)) {
            return;
        }
        if (!undo.containsKey(property)) {
            undo.put(property, property.save(connection));
        }
        // Removed first: if the change throws, the value on the connection is not known.
        applied.remove(property);
        value.on(connection);
        applied.put(property, value);
        changedInTransaction |= mode == TransactionMode.LOCAL_OPEN || mode == TransactionMode.STREAM;
    }

    /**
     * True for properties that this mode does not apply. Beside a JTA transaction, a connection of the replica cannot write,
     * and PostgreSQL runs both isolation levels that are possible there as one.
     */
    private static boolean isLeftOut(ConnectionProperty<?> property, TransactionMode mode) {
        return switch (mode) {
            case JTA -> property.equals(ConnectionProperty.READ_ONLY);
            case STREAM ->
                property.equals(ConnectionProperty.READ_ONLY) || property.equals(ConnectionProperty.ISOLATION);
            case AUTO_COMMIT, LOCAL, LOCAL_OPEN -> false;
        };
    }

    /**
     * Records a rollback of its transaction, or of a part of it.
     *
     * @return true if the rollback may have reset properties, which must be applied again
     */
    boolean rolledBack() {
        boolean reset = changedInTransaction;
        if (reset) {
            changedInTransaction = false;
            applied.clear();
        }
        return reset;
    }

    boolean isEmpty() {
        return undo.isEmpty();
    }

    void restore() throws SQLException {
        for (ConnectionProperty.Undo restored : undo.values()) {
            restored.on(connection);
        }
    }

    /**
     * Restores the properties that can be restored in JTA.
     *
     * @param sameTransaction true if the transaction in which the connection was borrowed is still current
     */
    void restoreInJta(Closer closer, boolean sameTransaction) {
        undo.forEach((property, restored) -> {
            // The pool keeps an enlisted connection until its transaction ends, and then resets the isolation level.
            if (!sameTransaction || !property.equals(ConnectionProperty.ISOLATION)) {
                closer.step(() -> restoreUnlessFailed(restored));
            }
        });
    }

    /** Ignores a failed transaction: its rollback will reset the properties that were set in it. */
    private void restoreUnlessFailed(ConnectionProperty.Undo restored) throws SQLException {
        try {
            restored.on(connection);
        } catch (SQLException | RuntimeException failure) {
            if (SqlCauses.find(failure, cause -> FAILED_TRANSACTION.equals(cause.getSQLState())) == null) {
                throw failure;
            }
        }
    }
}
