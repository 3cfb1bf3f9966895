package io.tidemark.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults of the chaos suite. */
enum Fault {
    /** A replica is killed, and started at its end. */
    REPLICA_KILLED("replica-killed", Targets.REPLICAS, 500, 3_000, 2_000),
    /** One server process of a replica is killed, so that the replica restarts by itself, at an older position. */
    REPLICA_SESSION_KILLED("replica-session-killed", Targets.REPLICAS, 100, 100, 2_000),
    /** All sessions of the application on a replica are terminated. */
    REPLICA_SESSIONS_TERMINATED("replica-sessions-terminated", Targets.REPLICAS, 100, 100, 500),
    REPLICA_FROZEN("replica-frozen", Targets.REPLICAS, 500, 3_000, 1_000),
    REPLAY_PAUSED("replay-paused", Targets.REPLICAS, 500, 3_000, 500),
    /** A replica applies each commit after some hundred milliseconds. */
    REPLAY_DELAYED("replay-delayed", Targets.REPLICAS, 1_000, 4_000, 500),
    /** Replay holds a lock on the table, which its transaction on the primary has released. */
    REPLAY_LOCKED("replay-locked", Targets.REPLICAS, 500, 3_000, 500),
    REDIS_RESTARTED_EMPTY("redis-restarted-empty", Targets.REDIS, 200, 2_000, 2_000),
    /** Redis is killed and started with a snapshot of the fault's begin. */
    REDIS_RESTORED("redis-restored", Targets.REDIS, 500, 2_000, 2_000),
    REDIS_FROZEN("redis-frozen", Targets.REDIS, 500, 2_000, 2_000),
    REDIS_FLUSHED("redis-flushed", Targets.REDIS, 100, 100, 1_000),
    /** An application server is killed, and started at its end. */
    NODE_KILLED("node-killed", Targets.NODES, 500, 1_500, 40_000),
    PRIMARY_CRASHED("primary-crashed", Targets.PRIMARY, 200, 1_500, 3_000),
    PRIMARY_FROZEN("primary-frozen", Targets.PRIMARY, 500, 2_000, 3_000),
    /** The answer to a COMMIT is lost with its connection. */
    COMMIT_CUT("commit-cut", Targets.PRIMARY, 300, 1_000, 1_000),
    /**
     * All sessions of the application on the primary are terminated. Then a connection is cut at its COMMIT, which the primary
     * receives at the fault's end.
     */
    COMMIT_HELD("commit-held", Targets.PRIMARY, 300, 2_000, 2_000),
    /** The primary acknowledges commits before it has flushed them. */
    ASYNCHRONOUS_COMMIT("asynchronous-commit", Targets.PRIMARY, 1_000, 4_000, 2_000);

    /** The kind of server that a fault strikes. */
    private enum Targets {
        REPLICAS,
        NODES,
        REDIS,
        PRIMARY
    }

    private final String label;
    private final Targets targets;
    private final Duration shortest;
    private final Duration longest;
    private final Duration recovery;

    Fault(String label, Targets targets, long shortestMillis, long longestMillis, long recoveryMillis) {
        this.label = label;
        this.targets = targets;
        this.shortest = Duration.ofMillis(shortestMillis);
        this.longest = Duration.ofMillis(longestMillis);
        this.recovery = Duration.ofMillis(recoveryMillis);
    }

    /** {@return the names of the servers that it can strike} */
    List<String> targets() {
        return switch (targets) {
            case REPLICAS -> List.of("replica-1", "replica-2");
            case NODES -> List.of(Incident.NODE + "-1", Incident.NODE + "-2");
            case REDIS -> List.of("redis");
            case PRIMARY -> List.of("primary");
        };
    }

    Duration shortest() {
        return shortest;
    }

    Duration longest() {
        return longest;
    }

    /** {@return the time that the schedule reserves after its end, in which no other fault strikes the same server} */
    Duration recovery() {
        return recovery;
    }

    /**
     * {@return the HTTP statuses that it excuses; 0 stands for no answer} A lost replica or Redis excuses none, while the primary
     * answers.
     */
    Set<Integer> tolerated() {
        return switch (targets) {
            case REPLICAS, REDIS -> Set.of();
            case PRIMARY -> Set.of(503);
            case NODES -> Set.of(0);
        };
    }

    /** {@return whether both may strike at the same time} */
    boolean isCompatible(String target, Fault other, String othersTarget) {
        if (target.equals(othersTarget)) {
            return false;
        }
        return !excludes(this, other) && !excludes(other, this);
    }

    private static boolean excludes(Fault one, Fault other) {
        return switch (one.targets) {
            // The lock is taken on the primary.
            case PRIMARY -> other == REPLAY_LOCKED;
            // The manual's limits: "A node loses Redis and crashes before Redis is back."
            case REDIS -> other.targets == Targets.NODES;
            case REPLICAS, NODES -> false;
        };
    }

    /**
     * {@return the fault with a name}
     *
     * @throws IllegalArgumentException if there is none. The message lists all names
     */
    static Fault named(String name) {
        Optional<Fault> found = Arrays.stream(values())
                .filter(fault -> fault.label.equals(name))
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no fault; expected some of "
                + Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return label;
    }
}
