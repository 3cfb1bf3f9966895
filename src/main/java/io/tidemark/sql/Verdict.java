package io.tidemark.sql;

/** What the classifier says of a statement. */
public enum Verdict {
    /** Proved to be a read: a standby runs it with the same result as a primary that is no further. */
    READ,

    /** A read as well, whose answer may depend on the server's clock. */
    READ_BY_CLOCK,

    /** Proved to be a read as well, but a comment in it asks for the primary. It leaves no mark. */
    READ_ON_PRIMARY,

    /**
     * A read as well, whose answer depends on settings of the session, such as {@code app.tenant} in a policy: {@link
     * Classifier#settings} has them. A standby answers alike if they have the same values there.
     */
    READ_OF_SETTINGS,

    /**
     * It sets custom settings of its session or transaction, such as {@code SET app.tenant = '42'}, and changes nothing else:
     * {@link Classifier#settings} has them.
     */
    SETTING,

    /** Everything else, also what could not be understood. */
    WRITE
}
