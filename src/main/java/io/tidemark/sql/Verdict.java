package io.tidemark.sql;

/** What the classifier says of a statement. */
public enum Verdict {
    /** Proved to be a read: a standby runs it with the same result as a primary that is no further. */
    READ,

    /** A read as well, whose answer may depend on the server's clock. */
    READ_BY_CLOCK,

    /** Proved to be a read as well, but a comment in it asks for the primary. It leaves no mark. */
    READ_ON_PRIMARY,

    /** Everything else, also what could not be understood. */
    WRITE
}
