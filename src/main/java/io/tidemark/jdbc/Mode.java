package io.tidemark.jdbc;

/** Under which regime the next statement runs on a {@link Physical}. */
enum Mode {
    /** Each statement is a transaction. */
    AUTO_COMMIT,
    /** The next statement opens a transaction of the connection's own. */
    LOCAL,
    /** Such a transaction is open. Auto-commit must not be touched: turning it on would commit. */
    LOCAL_OPEN,
    /**
     * A transaction on a replica's connection, which is not enlisted, beside the JTA transaction: drivers stream rows
     * and read large objects in one only. It stays open until the connection is given back, or is used without JTA.
     */
    STREAM,
    /**
     * The JTA transaction that it is enlisted in. Read-only is a hint by the JDBC specification, and is not given: it
     * could not be taken back before the transaction ends.
     */
    JTA
}
