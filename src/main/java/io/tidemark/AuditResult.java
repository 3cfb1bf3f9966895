package io.tidemark;

/** The result of one audited read of shadow mode: the rows of the primary, compared with those of a replica afterwards. */
public enum AuditResult {
    /** The replica returned the same rows in the same order. */
    EQUAL,
    /** The replica returned the same rows in another order. */
    ORDER,
    /** The rows differ, and the primary's log shows that no commit came between the two executions. */
    DIFFERS,
    /** The rows differ, and the primary's log has grown since the read. The growth may be the cause. */
    CONCURRENT,
    /** The statement failed on the replica, or the replica gave no connection. */
    FAILED,
    /** The replica did not cover the read's position in time, or did not return the rows in time. */
    TIMED_OUT,
    /**
     * The read cannot be compared: the application has not fetched all rows, has moved the cursor backwards, or has set a
     * parameter that can be read only once; or the primary's position is unknown.
     */
    NOT_COMPARABLE,
    /** Another audit was still waiting, so the read was not audited. */
    DROPPED
}
