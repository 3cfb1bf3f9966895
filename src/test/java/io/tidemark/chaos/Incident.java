package io.tidemark.chaos;

import java.time.Duration;
import java.util.Set;

/**
 * A fault that has happened.
 *
 * @param fault the name of the fault
 * @param target the server: a node's name concerns the operations on that node only
 * @param start the time before it began, in nanoseconds of the clock of all clients
 * @param end the time after its end, when the server was ready again
 * @param tolerated the HTTP statuses that it excuses; 0 stands for no answer
 * @param keepsMarks whether marks may not have been stored in Redis, so that other nodes did not know of the writes
 */
record Incident(String fault, String target, long start, long end, Set<Integer> tolerated, boolean keepsMarks) {

    /** The time after its end in which pools and polls may not have noticed that the server is back. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** The targets with this prefix are nodes. */
    static final String NODE = "node";

    /** Copies the set. */
    Incident {
        tolerated = Set.copyOf(tolerated);
    }

    boolean excuses(Operation operation) {
        return tolerated.contains(operation.status()) && concerns(operation);
    }

    /** {@return whether the operation ran during it, on a node that it concerns} */
    boolean isDuring(Operation operation) {
        return concerns(operation) && operation.start() <= end;
    }

    /** {@return whether the operation ran during it or shortly afterwards, on a node that it concerns} */
    boolean concerns(Operation operation) {
        return operation.end() >= start
                && operation.start() <= end + GRACE.toNanos()
                && (!target.startsWith(NODE) || target.equals(operation.node()));
    }
}
