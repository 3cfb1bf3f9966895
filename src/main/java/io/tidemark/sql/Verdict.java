package io.tidemark.sql;

/** The result of classifying a statement. */
public enum Verdict {
    /** Proved to be a read: a standby gives the same result as a primary at the same position. */
    READ,

    /** A read whose answer may depend on the server's clock. */
    READ_BY_CLOCK,

    /** A proved read with a comment that asks for the primary. It leaves no mark. */
    READ_ON_PRIMARY,

    /**
     * A read whose answer depends on session settings, such as {@code app.tenant} in a policy;
     * {@link Classifier#settings} returns them. A standby gives the same answer if they have the same values there.
     */
    READ_OF_SETTINGS,

    /**
     * Sets custom settings of its session or transaction, such as {@code SET app.tenant = '42'}, and has no other
     * effect; {@link Classifier#settings} returns them.
     */
    SETTING,

    /** Every other statement, including one that cannot be parsed. */
    WRITE
}
