package io.tidemark.chaos;

import io.tidemark.servers.OddReplica;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
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
    /** Replay is paused, and the application reads a column that only the primary has. */
    DDL_AHEAD("ddl-ahead", Targets.REPLICAS, 500, 3_000, 1_000),
    /** Replay cancels reads of the application that need rows which the primary has removed. */
    RECOVERY_CONFLICT("recovery-conflict", Targets.REPLICAS, 1_000, 3_000, 1_000),
    /** The connection of a replica to the primary is cut, and cannot be made again. */
    REPLICATION_CUT("replication-cut", Targets.REPLICAS, 500, 3_000, 1_500),
    /** What the primary sends to a replica arrives later. */
    REPLICATION_SLOWED("replication-slowed", Targets.REPLICAS, 1_000, 4_000, 1_000),
    /** A replica runs with a wall clock that is minutes away from those of the other servers. */
    CLOCKS_APART("clocks-apart", Targets.REPLICAS, 1_000, 4_000, 2_000),
    REDIS_RESTARTED_EMPTY("redis-restarted-empty", Targets.REDIS, 200, 2_000, 2_000),
    /** Redis is killed and started with a snapshot of the fault's begin. */
    REDIS_RESTORED("redis-restored", Targets.REDIS, 500, 2_000, 2_000),
    REDIS_FROZEN("redis-frozen", Targets.REDIS, 500, 2_000, 2_000),
    REDIS_FLUSHED("redis-flushed", Targets.REDIS, 100, 100, 1_000),
    /** Redis has too little memory, and evicts keys. */
    REDIS_EVICTING("redis-evicting", Targets.REDIS, 500, 3_000, 1_500),
    /** Each answer of Redis is late, but within the timeout. */
    REDIS_SLOWED("redis-slowed", Targets.REDIS, 500, 3_000, 1_000),
    /** One application server cannot reach Redis, and the other can. */
    REDIS_PARTITIONED("redis-partitioned", Targets.NODES, 500, 2_000, 2_000),
    /** An application server is killed, and started at its end. */
    NODE_KILLED("node-killed", Targets.NODES, 500, 1_500, 40_000),
    /** The same, after the answer to a COMMIT of a write, and before the server has stored the mark of it. */
    NODE_KILLED_AT_COMMIT("node-killed-at-commit", Targets.NODES, 500, 1_500, 40_000),
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
    ASYNCHRONOUS_COMMIT("asynchronous-commit", Targets.PRIMARY, 1_000, 4_000, 2_000),
    /**
     * A replica receives nothing more. At the end, the primary is killed and that replica is promoted. The other replica stays on the
     * old timeline.
     */
    PROMOTION("promotion", Targets.PRIMARY, 300, 1_500, 8_000),
    /** A replica is promoted while the primary lives and keeps its connections. At the end, the old primary is killed. */
    TWO_PRIMARIES("two-primaries", Targets.PRIMARY, 500, 2_000, 8_000);

    /** The kind of server that a fault strikes. */
    enum Targets {
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

    /** {@return the kind of server that it strikes} */
    Targets kind() {
        return targets;
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

    /** {@return the faults that this system can make: a clock needs Linux and a C compiler} */
    static Set<Fault> possible() {
        return OddReplica.isPossible() ? EnumSet.allOf(Fault.class) : EnumSet.complementOf(EnumSet.of(CLOCKS_APART));
    }

    /** {@return whether it changes the servers for good, so that it can only be the last one of a run} */
    boolean isLast() {
        return this == PROMOTION || this == TWO_PRIMARIES;
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
        if (killsNode()) {
            return Set.of(0);
        }
        return targets == Targets.PRIMARY ? Set.of(503) : Set.of();
    }

    private boolean killsNode() {
        return this == NODE_KILLED || this == NODE_KILLED_AT_COMMIT;
    }

    /** {@return whether the test needs a working primary to carry it out} */
    private boolean needsPrimary() {
        return this == REPLAY_LOCKED || this == DDL_AHEAD || this == RECOVERY_CONFLICT;
    }

    /** {@return whether a mark may not be stored during it, so that another node does not know of the write} */
    boolean keepsMarksFromRedis() {
        return this == REDIS_PARTITIONED || (targets == Targets.REDIS && this != REDIS_FLUSHED);
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
            case PRIMARY -> other.needsPrimary();
            // The manual's limits: "A node loses Redis and crashes before Redis is back."
            case REDIS -> other.killsNode();
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
