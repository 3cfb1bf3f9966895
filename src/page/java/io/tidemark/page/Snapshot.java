package io.tidemark.page;

import io.tidemark.Status;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The state of this node at one moment.
 *
 * @param share the share of callers whose reads may use a replica, from 0 to 1
 * @param findings problems of persistence units, with their remedies
 */
record Snapshot(Instant time, Status status, double share, List<String> findings) {

    long eligibleReplicas() {
        return status.replicas().stream().filter(Status.Replica::eligible).count();
    }

    /**
     * Returns the lag of a replica. It is 0 if the replica has replayed the primary's last known position: the age of that
     * position is then only the time since the last poll.
     */
    static OptionalLong lagMillis(Status.Replica replica) {
        return replica.lagBytes().orElse(1) == 0 ? OptionalLong.of(0) : replica.lagMillis();
    }

    /** Returns the state of a replica that serves no reads: its name, and the problem without the setting that it begins with. */
    static String problem(Status.Replica replica) {
        if (replica.drained()) {
            return replica.name() + " is drained.";
        }
        String setting = "tidemark.replica.jndi=" + replica.name() + ": ";
        return replica.name() + ": "
                + replica.problem()
                        .map(text -> text.startsWith(setting) ? text.substring(setting.length()) : text)
                        .orElse("The reason is not known.");
    }

    /** Returns whether all reads are on the primary because shadow mode is on. */
    boolean isShadow() {
        return status.shadow().filter(Status.Shadow::active).isPresent();
    }
}
