package io.tidemark;

/**
 * How new the data must be that a read sees, from the least to the most demanding: a route that was chosen for one
 * constant also serves every constant before it.
 */
public enum Freshness {
    /** Any eligible replica will do, however far behind within the horizon. No mark is fetched. */
    EVENTUAL,

    /** The read includes every write of its caller that was acknowledged before the scope began. The default. */
    READ_YOUR_WRITES,

    /** The primary. Nothing is asked. */
    LATEST
}
