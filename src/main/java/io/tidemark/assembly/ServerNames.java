package io.tidemark.assembly;

import io.tidemark.wal.ReplicaName;

/** The names by which an operator knows the servers, without secrets. Messages about a server begin with its name. */
public record ServerNames(String primary, ReplicaName replica, String store) {

    /** Names for where no setting names the servers. */
    public static final ServerNames PLAIN = new ServerNames("the primary", ReplicaName.of("the replica"), "the store");
}
