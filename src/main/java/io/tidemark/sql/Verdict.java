package io.tidemark.sql;

/** What the classifier says of a statement. */
public enum Verdict {
    /** Proved to be a read: a standby runs it with the same result as a primary that is no further. */
    READ,

    /** Everything else, also what could not be understood. */
    WRITE
}
