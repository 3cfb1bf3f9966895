package io.tidemark.routing;

import io.tidemark.wal.ReplicaName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servers on which a scope has read under {@link io.tidemark.Freshness#MONOTONIC}, until a position that covers their
 * reads is required. Thread-safe.
 */
final class ObservedServers {

    /** A read. Each is an object of its own, so that a later read on the same server is not removed with an earlier one. */
    static final class Observation {

        private final Optional<ReplicaName> replica;
        private final long incarnation;

        Observation(Optional<ReplicaName> replica, long incarnation) {
            this.replica = replica;
            this.incarnation = incarnation;
        }

        /** Returns the replica; empty for the primary, and for a server that no poll identifies. */
        Optional<ReplicaName> replica() {
            return replica;
        }

        /** Returns the incarnation of the replica before the read was sent. */
        long incarnation() {
            return incarnation;
        }
    }

    private final List<Observation> reads = new ArrayList<>(1);
    private @Nullable Observation sent;
    private boolean recorded = true;

    /** Adds the reads of another scope, which the reads of this one must include. */
    synchronized void addAll(List<Observation> earlier) {
        reads.addAll(earlier);
    }

    /** Notes a read that is sent now. */
    synchronized void sending(Observation read) {
        sent = read;
    }

    /** Notes that the read that was sent last has succeeded. */
    synchronized void succeeded() {
        if (sent != null) {
            reads.add(sent);
            sent = null;
            recorded = false;
        }
    }

    /** Returns the reads that nothing covers yet. */
    synchronized List<Observation> reads() {
        return reads.isEmpty() ? List.of() : List.copyOf(reads);
    }

    /** Removes a read, because a position that covers it is required now. */
    synchronized void covered(Observation read) {
        reads.removeIf(each -> each == read);
    }

    /** Returns true once for all reads so far: the caller records their position. */
    synchronized boolean takeUnrecorded() {
        boolean unrecorded = !recorded;
        recorded = true;
        return unrecorded;
    }
}
