package io.tidemark.sql;

/**
 * The effect of a text that is no provable read, in a read-only transaction that is open on a standby. In each case the
 * standby refuses by itself what writes.
 */
public enum StandbyEffect {
    /** The same as on the primary in a read-only transaction, for as long as the transaction is open. */
    FAITHFUL,

    /** It changes settings of the session only, which outlast the transaction if that commits. */
    SETTING,

    /** It commits the transaction. */
    COMMIT,

    /** It rolls the transaction back. */
    ROLLBACK,

    /** It may succeed, but it answers or does something else than on the primary; also what cannot be lexed. */
    WRONG
}
