package io.tidemark.wal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The server that each replica's polls reach. Warns once if two names lead to the same server, which a mistake in an address
 * causes: then each caller has fewer replicas than the settings say. Thread-safe.
 */
final class PolledServers {

    private final System.Logger log;
    private final Map<ServerId, ReplicaName> servers = new HashMap<>();
    private final Set<Set<ReplicaName>> warned = new HashSet<>();

    PolledServers(System.Logger log) {
        this.log = log;
    }

    /** Notes that the polls of a replica reach this server from now on. */
    synchronized void reached(ReplicaName replica, ServerId server) {
        ReplicaName other = servers.get(server);
        if (other == null || other.equals(replica)) {
            servers.values().remove(replica);
            servers.put(server, replica);
        } else if (warned.add(Set.of(replica, other))) {
            log.log(
                    System.Logger.Level.WARNING,
                    "Replicas {0} and {1} are the same server, {2}; expected one name for each server.",
                    other,
                    replica,
                    server);
        }
    }
}
