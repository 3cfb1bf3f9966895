package io.tidemark.writes;

/**
 * The outcome of the writes that a transaction, or a statement in auto-commit mode, has committed.
 *
 * @param position a position that covers them
 * @param kept the place where the position is remembered
 */
record WriteOutcome(PortablePosition position, Kept kept) {

    /** The place where a position is remembered. */
    enum Kept {
        /** The store, under the caller's name. */
        IN_STORE,
        /** Only the client: there was no caller, or the store could not be written. */
        NOWHERE
    }

    /** The position is unknown, and there may be writes. */
    static final WriteOutcome UNKNOWN = new WriteOutcome(PortablePosition.UNKNOWN, Kept.NOWHERE);
}
