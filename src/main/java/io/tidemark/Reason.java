package io.tidemark;

/** The reason for the route of a statement. */
public enum Reason {
    /** The replica has replayed every known write of the caller. */
    CAUGHT_UP(Route.REPLICA),
    /** The request has no caller whose writes the read must include. */
    ANONYMOUS(Route.REPLICA),
    /** The read asked for {@link Freshness#EVENTUAL}. */
    EVENTUAL(Route.REPLICA),

    /** The statement is a write, or cannot be proved to be a read. */
    WRITE(Route.PRIMARY),
    /** An earlier statement of this scope was a write. */
    WROTE(Route.PRIMARY),
    /** The statement's transaction, in JTA or on its connection, is already on the primary. */
    IN_TRANSACTION(Route.PRIMARY),
    /**
     * The connection already holds a connection of the primary's pool, or of another replica's, that is in use. It does
     * not wait for the replica's pool at the same time, since that could deadlock the pools.
     */
    PRIMARY_HELD(Route.PRIMARY),
    /** The code is not under {@link RoutedReads}. */
    NOT_ROUTED(Route.PRIMARY),
    /** A comment in the text of the read asks for the primary. */
    HINT(Route.PRIMARY),
    /**
     * The statement reads or sets a custom setting of its session, such as {@code app.tenant} in a row-level security
     * policy, and no statement on this connection or in this transaction set it to a value that can be repeated on the
     * replica.
     */
    SESSION_SETTING(Route.PRIMARY),
    /** The read asked for {@link Freshness#LATEST}. */
    LATEST(Route.PRIMARY),
    /**
     * The work runs outside an HTTP request and has neither a caller nor a position to include: a message, a timer, a
     * batch job, the start of the application, or a log-in. The writes that the read must include are therefore
     * unknown. {@link RoutedWork} supplies them; {@link Freshness#EVENTUAL} needs no caller.
     */
    NO_CALLER(Route.PRIMARY),
    /** The replica has not yet replayed the caller's writes. */
    REPLICA_BEHIND(Route.PRIMARY),
    /**
     * The read asks for the time, and must include a position that is younger than the clock difference between replica
     * and primary. Also used if the clocks differ by more than a second, or if the difference is unknown.
     */
    REPLICA_CLOCK(Route.PRIMARY),
    /** The replica does not answer, refuses or loses connections, or its connection pool is exhausted. */
    REPLICA_UNAVAILABLE(Route.PRIMARY),
    /**
     * The replica cancelled the read in order to continue its replay, or the read waited too long for a lock held by
     * the replay.
     */
    REPLICA_CONFLICT(Route.PRIMARY),
    /** The read failed on the replica before its first row. The primary may be able to run it. */
    REPLICA_FAILED(Route.PRIMARY),
    /**
     * The replica answers but must not be used. It belongs to another cluster, its data source takes part in JTA, it is
     * not in recovery, its timeline is older, its collation versions differ, its lag is too large, an operator has
     * drained it, or it is quarantined after repeated failures.
     */
    REPLICA_INELIGIBLE(Route.PRIMARY),
    /** A write of the caller is in flight, possibly on another node, or its outcome is not known yet. */
    WRITE_PENDING(Route.PRIMARY),
    /** The store did not answer, or this node has not yet stored a mark that it could not store earlier. */
    STORE_UNAVAILABLE(Route.PRIMARY),
    /** The primary has not answered yet, so no position can be compared with it. */
    PRIMARY_UNKNOWN(Route.PRIMARY),
    /** The position that the read must include belongs to another cluster, or its sender did not know the position. */
    POSITION_UNKNOWN(Route.PRIMARY),
    /** Another server uses a newer timeline: this primary was replaced, and its data source still leads to it. */
    PRIMARY_OUTDATED(Route.PRIMARY),
    /** No replica data source is configured. */
    NO_REPLICA(Route.PRIMARY),
    /** Routing is switched off by {@code tidemark.routing=primary} or {@link RoutingMXBean#setRouting}. */
    ROUTING_OFF(Route.PRIMARY),
    /**
     * The caller is not in the share of callers whose reads may use a replica: see {@code tidemark.replica.share} and
     * {@link RoutingMXBean#setReplicaShare}.
     */
    NOT_IN_SHARE(Route.PRIMARY),
    /**
     * Shadow mode: {@code tidemark.routing=shadow}, or {@link RoutingMXBean#setShadow}. The decision that routing would have
     * made is counted in {@link Status.Shadow}.
     */
    SHADOW(Route.PRIMARY);

    private final Route route;

    Reason(Route route) {
        this.route = route;
    }

    /** {@return the route to which this reason always leads} */
    public Route route() {
        return route;
    }

    /**
     * {@return whether the read runs on the primary only because no replica could serve it} The primary's budget limits
     * these reads. False for writes, for reads that belong on the primary, and for reads on a replica.
     */
    public boolean isDiverted() {
        return switch (this) {
            case REPLICA_BEHIND,
                    REPLICA_CLOCK,
                    REPLICA_UNAVAILABLE,
                    REPLICA_CONFLICT,
                    REPLICA_FAILED,
                    REPLICA_INELIGIBLE,
                    STORE_UNAVAILABLE,
                    PRIMARY_UNKNOWN,
                    POSITION_UNKNOWN,
                    PRIMARY_OUTDATED -> true;
            case CAUGHT_UP,
                    ANONYMOUS,
                    EVENTUAL,
                    WRITE,
                    WROTE,
                    IN_TRANSACTION,
                    PRIMARY_HELD,
                    NOT_ROUTED,
                    HINT,
                    SESSION_SETTING,
                    LATEST,
                    NO_CALLER,
                    WRITE_PENDING,
                    NO_REPLICA,
                    ROUTING_OFF,
                    NOT_IN_SHARE,
                    SHADOW -> false;
        };
    }
}
