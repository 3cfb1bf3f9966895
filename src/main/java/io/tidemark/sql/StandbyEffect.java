package io.tidemark.sql;

/**
 * The effect of a text that is no provable read, in a read-only transaction that is open on a standby. In each case the
 * standby itself rejects writes.
 */
public enum StandbyEffect {
    /** The same as on the primary in a read-only transaction, for as long as the transaction is open. */
    FAITHFUL,

    /** It only changes session settings, which outlast the transaction if that commits. */
    SETTING,

    /** It commits the transaction. */
    COMMIT,

    /** It rolls the transaction back. */
    ROLLBACK,

    /** It may succeed, but with another answer or effect than on the primary. Includes texts that cannot be lexed. */
    WRONG
}
