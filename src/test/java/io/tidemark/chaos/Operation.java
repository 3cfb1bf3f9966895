package io.tidemark.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request of a client, with its result.
 *
 * @param number identifies it in its history
 * @param start the time before it was sent, in nanoseconds of the clock of all clients
 * @param end the time after its answer
 * @param client the name of the client
 * @param caller the session whose guarantees it has: a user, or an anonymous client that keeps its cookies; empty for an
 *     anonymous client that keeps none
 * @param node the application server; empty for a question to a database
 * @param object the key of the row; 0 for a list
 * @param value the value that a write tried to store, which no other write of the history has; empty for a read
 * @param seen the state that a write has made or a read has shown; empty unless the outcome is OK
 * @param status the HTTP status; 0 without an answer
 * @param route the servers that the node states; empty if it states none
 * @param reason the reason that the node states; empty if it states none
 */
record Operation(
        long number,
        long start,
        long end,
        String client,
        String caller,
        String node,
        Kind kind,
        long object,
        String value,
        List<Seen> seen,
        Outcome outcome,
        int status,
        String route,
        String reason) {

    /** The kind of an operation. */
    enum Kind {
        /** Sets the value of an object, and raises its version by one. */
        WRITE,
        /** Reads one object under the default freshness. */
        READ,
        /** Reads one object under {@code MONOTONIC}. */
        MONOTONIC_READ,
        /** Reads all objects under the default freshness. */
        LIST,
        /** Reads one object after the last fault, when all writes have ended. */
        FINAL_READ
    }

    /** The outcome, as far as the client knows it. */
    enum Outcome {
        OK,
        /** Without an effect. */
        FAILED,
        /** A write that may have happened, or may still happen. */
        UNKNOWN
    }

    /** The state of one object: its version and its value. */
    record Seen(long object, long version, String value) {}

    /** Copies the list. */
    Operation {
        seen = List.copyOf(seen);
    }

    /** {@return the same request with another result} */
    Operation with(List<Seen> otherSeen, Outcome otherOutcome) {
        return new Operation(
                number,
                start,
                end,
                client,
                caller,
                node,
                kind,
                object,
                value,
                otherSeen,
                otherOutcome,
                status,
                route,
                reason);
    }

    /** {@return whether a client sent it} The test itself asks the database. */
    boolean isOfClient() {
        return !node.isEmpty();
    }

    /** {@return the answer as a failure: its status, or "no answer"} */
    String failure() {
        return isAnswered() ? String.valueOf(status) : "no answer";
    }

    boolean isWrite() {
        return kind == Kind.WRITE;
    }

    boolean isOk() {
        return outcome == Outcome.OK;
    }

    boolean isAnswered() {
        return status != 0;
    }

    /** {@return whether it started after the other had ended} Operations that overlap have no order. */
    boolean startedAfter(Operation other) {
        return start > other.end;
    }

    /** {@return whether only replicas have served it} */
    boolean isOnReplica() {
        return !route.isEmpty() && !route.contains("primary");
    }

    Duration took() {
        return Duration.ofNanos(end - start);
    }

    /** {@return what it has shown of an object} */
    Optional<Seen> seenOf(long wanted) {
        return seen.stream().filter(one -> one.object() == wanted).findFirst();
    }

    /** {@return one line for messages} */
    String describe() {
        String what = kind + (kind == Kind.LIST ? "" : " of " + object) + (value.isEmpty() ? "" : " '" + value + "'");
        String shown = seen.size() == 1
                ? " version " + seen.get(0).version() + " '" + seen.get(0).value() + "'"
                : "";
        return String.format(
                "#%d %s%s by %s as '%s' on %s, %.3f to %.3f s, %s %d, %s %s",
                number,
                what,
                shown,
                client,
                caller,
                node.isEmpty() ? "the database" : node,
                start / 1e9,
                end / 1e9,
                outcome,
                status,
                route,
                reason);
    }
}
