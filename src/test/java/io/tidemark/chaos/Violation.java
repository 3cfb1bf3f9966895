package io.tidemark.chaos;

import java.util.List;

/**
 * A guarantee that a history breaks.
 *
 * @param message states the operations
 * @param object the key of the row; 0 for a list whose status or time is wrong
 * @param operations the operations that show it, first the one that should have had another result
 */
record Violation(Guarantee guarantee, String message, long object, List<Operation> operations) {

    /** Copies the list. */
    Violation {
        operations = List.copyOf(operations);
    }

    /** The guarantees that the checker knows. */
    enum Guarantee {
        /** A read shows each write of its caller that was acknowledged before the read began. */
        READ_YOUR_WRITES,
        /** A write comes after each write of its caller that was acknowledged before it began. */
        MONOTONIC_WRITES,
        /** A write comes after what its caller had read before it began. */
        WRITES_FOLLOW_READS,
        /** A monotonic read shows what an earlier monotonic read of its caller has shown. */
        MONOTONIC_READS,
        /** No acknowledged write is lost or overwritten by a write that did not know it. */
        NO_LOST_WRITE,
        /** A read shows only what a write has stored, and what is still there at the end. */
        NO_INVENTED_STATE,
        /** An answer has a status that the faults of its time excuse, or none is needed. */
        RIGHT_STATUS,
        /** An answer comes within its time bound. */
        TIME_BOUND
    }
}
