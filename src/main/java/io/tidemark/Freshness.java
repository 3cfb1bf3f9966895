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

    /**
     * As {@link #READ_YOUR_WRITES}. In addition, the read includes everything that earlier reads of its caller under this
     * constant have shown, from whichever server: what a caller has seen does not disappear. Each read raises the caller's
     * mark, which costs a poll of its server, shared with concurrent reads, and each routed call that has read costs one
     * round trip to the store. Without a caller, a session's name or a client token, it holds within the scope only.
     */
    MONOTONIC,

    /** The primary serves the read. No mark is fetched. */
    LATEST
}
