package io.tidemark.routing;

import io.tidemark.wal.ReplicaName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The servers on which a scope has read under {@link io.tidemark.Freshness#MONOTONIC}, until the position that they showed
 * is known. Thread-safe.
 */
final class ObservedServers {

    private final Set<Optional<ReplicaName>> servers = new HashSet<>(2);
    private boolean recorded = true;

    /** Adds the servers of another scope, whose reads the reads of this one must include. */
    void addAll(ObservedServers earlier) {
        Set<Optional<ReplicaName>> known = earlier.known();
        synchronized (this) {
            servers.addAll(known);
        }
    }

    private synchronized Set<Optional<ReplicaName>> known() {
        return Set.copyOf(servers);
    }

    /** Notes a read that is sent now; empty for the primary. */
    synchronized void add(Optional<ReplicaName> server) {
        servers.add(server);
        recorded = false;
    }

    /** Returns the servers, and forgets them: the caller determines a position that covers their reads. */
    synchronized Set<Optional<ReplicaName>> take() {
        if (servers.isEmpty()) {
            return Set.of();
        }
        Set<Optional<ReplicaName>> taken = Set.copyOf(servers);
        servers.clear();
        return taken;
    }

    /** Returns true once for all reads so far: the caller records their position. */
    synchronized boolean takeUnrecorded() {
        boolean unrecorded = !recorded;
        recorded = true;
        return unrecorded;
    }
}
