package io.tidemark.jdbc;

import io.tidemark.ReadsUnavailable;
import io.tidemark.writes.WriteRefused;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/**
 * Exceptions of a routed connection itself, with the SQLState that pgjdbc or PostgreSQL uses for the same error.
 * Source: PostgreSQL, appendix "PostgreSQL Error Codes".
 */
final class SqlErrors {

    private SqlErrors() {}

    static SQLException closedConnection() {
        return new SQLException("This connection has been closed", "08003");
    }

    static SQLException closedStatement() {
        return new SQLException("This statement has been closed", "55000");
    }

    static SQLException nothingExecuted() {
        return new SQLException("The statement has not been executed yet", "55000");
    }

    static SQLException textOnPrepared() {
        return new SQLException("A prepared statement takes no SQL text when it is executed", "42809");
    }

    static SQLException cancelled() {
        return new SQLException("The statement was cancelled by the application", "57014");
    }

    static SQLException badValue(String what, long value) {
        return new SQLException(value + " is not a valid " + what, "22023");
    }

    static SQLException streamReadTwice() {
        return new SQLException(
                "A parameter was set from a stream that has been read already; set it again before each execution",
                "22023");
    }

    static SQLException writeInReadOnlyTransaction() {
        return new SQLException(
                "This read-only transaction runs on the replica, and the statement is not provably a read; end the"
                        + " transaction and call setReadOnly(false) before it",
                "25006");
    }

    static SQLException differentOnReplica() {
        return new SQLException(
                "This read-only transaction runs on the replica, which would run the statement with another effect than"
                        + " the primary (advisory locks, the state of sequences, settings of the session with"
                        + " parameters); end the transaction and call setReadOnly(false) before it",
                "25006");
    }

    static SQLException writeOfReplicaRow() {
        return new SQLException(
                "This was read on the replica, where it cannot be written; read it on the primary, which the comment"
                        + " /* tidemark: primary */ asks for",
                "25006");
    }

    static SQLException inTransaction(String property) {
        return new SQLException("The " + property + " cannot be changed in the middle of a transaction", "25001");
    }

    static SQLException noTransaction(String verb) {
        return new SQLException("Cannot " + verb + " when auto-commit is on", "25P01");
    }

    static SQLException noSavepoint() {
        return new SQLException("There is no such savepoint, or no longer", "3B001");
    }

    static SQLException releasedSavepoint() {
        return new SQLException("The savepoint has been released", "3B000");
    }

    static SQLException namedSavepoint() {
        return new SQLException("A named savepoint has no id", "42809");
    }

    static SQLException unnamedSavepoint() {
        return new SQLException("An unnamed savepoint has no name", "42809");
    }

    static SQLException byContainer(String verb) {
        return new SQLException(
                "Cannot " + verb + " on a connection in a JTA transaction; the transaction's owner ends it", "2D000");
    }

    /** Transient, since a retry may succeed. */
    static SQLException readsUnavailable(ReadsUnavailable refused) {
        return new SQLTransientException(refused.getMessage(), ReadsUnavailable.SQL_STATE, refused);
    }

    /** Transient, since a retry may succeed when the store of marks is available again. */
    static SQLException storeUnavailable(WriteRefused refused) {
        return new SQLTransientException(refused.getMessage(), "58000", refused);
    }
}
