package io.tidemark.writes;

/**
 * What became of the writes that a transaction, or a statement by itself, has committed.
 *
 * @param position covers them
 * @param kept where it is remembered
 */
record WriteOutcome(PortablePosition position, Kept kept) {

    /** Where a position is remembered. */
    enum Kept {
        /** In the store, under the caller's name. */
        IN_STORE,
        /** Nowhere that other nodes look: there was no caller, or the store could not be written. */
        NOWHERE
    }

    /** Nothing is known but that there may be writes. */
    static final WriteOutcome UNKNOWN = new WriteOutcome(PortablePosition.UNKNOWN, Kept.NOWHERE);
}
