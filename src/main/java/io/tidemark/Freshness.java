package io.tidemark;

/**
 * The required freshness of a read, from the least to the most demanding constant. A route that was chosen for one
 * constant also serves every constant before it.
 */
public enum Freshness {
    /** Any eligible replica serves the read, whatever its lag within the horizon. No mark is fetched. */
    EVENTUAL,

    /** The read includes every write of its caller that was acknowledged before the scope began. The default. */
    READ_YOUR_WRITES,

    /** The primary serves the read. No mark is fetched. */
    LATEST
}
