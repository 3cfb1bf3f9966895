package io.tidemark.cdi;

import io.tidemark.Route;
import io.tidemark.wal.ReplicaName;
import java.util.List;

/**
 * One replica of the settings.
 *
 * @param jndi the JNDI name of its data source
 * @param weight its share of callers, relative to the other weights
 */
record ReplicaSetting(String jndi, double weight) {

    /**
     * Returns the replica's name. Messages begin with the setting that leads to it.
     *
     * @param all all replicas; if there are several, response headers show the last part of the name, or the whole name if
     *     the last parts are not unique
     */
    ReplicaName name(List<ReplicaSetting> all) {
        long alike = all.stream()
                .filter(other -> other.lastPart().equals(lastPart()))
                .count();
        String header = all.size() < 2 ? Route.REPLICA.toString() : alike == 1 ? lastPart() : jndi;
        return new ReplicaName(jndi, "tidemark.replica.jndi=" + jndi, header);
    }

    private String lastPart() {
        return jndi.substring(jndi.lastIndexOf('/') + 1);
    }
}
