package io.tidemark.jdbc.physical;

/** The transaction mode of a {@link PhysicalConnection} during the next statement. */
public enum TransactionMode {
    /** Each statement is a transaction. */
    AUTO_COMMIT,
    /** The next statement opens a local transaction. */
    LOCAL,
    /** A local transaction is open. The auto-commit mode must not be changed: turning it on would commit. */
    LOCAL_OPEN,
    /**
     * A transaction on a replica's connection, which is not enlisted, beside the JTA transaction. Drivers need a transaction to
     * stream rows and to read large objects. It stays open until the connection is returned, or is used without JTA.
     */
    STREAM,
    /**
     * The JTA transaction that the connection is enlisted in. The read-only property is not passed on: JDBC defines it as a
     * hint, and it could not be reset before the transaction ends.
     */
    JTA
}
