package io.tidemark;

/** Why a statement was sent where it was sent. */
public enum Reason {
    /** The replica has replayed everything that the caller is known to have written. */
    CAUGHT_UP(Route.REPLICA),
    /** The request has no caller whose writes the read must include. */
    ANONYMOUS(Route.REPLICA),
    /** The read asked for {@link Freshness#EVENTUAL}. */
    EVENTUAL(Route.REPLICA),

    /** The statement is a write, or could not be proved to be a read. */
    WRITE(Route.PRIMARY),
    /** Something was written earlier in this scope. */
    WROTE(Route.PRIMARY),
    /** The statement's transaction, in JTA or on its connection, is on the primary already. */
    IN_TRANSACTION(Route.PRIMARY),
    /** The connection holds one of the primary's, and does not wait for the replica's pool meanwhile. */
    PRIMARY_HELD(Route.PRIMARY),
    /** The code is not under {@link RoutedReads}. */
    NOT_ROUTED(Route.PRIMARY),
    /** A comment in the read's text asked for the primary. */
    HINT(Route.PRIMARY),
    /**
     * The statement reads or sets a custom setting of its session, such as {@code app.tenant} in a row-level security policy, of
     * which no statement on this connection or in this transaction gave a value that can be repeated on the replica.
     */
    SESSION_SETTING(Route.PRIMARY),
    /** The read asked for {@link Freshness#LATEST}. */
    LATEST(Route.PRIMARY),
    /**
     * The work is no HTTP request, and has neither a caller nor a position to include: a message, a timer, a batch job, the
     * application's start, or a log-in. So nothing says which writes the read must include. {@link RoutedWork} does, and
     * {@link Freshness#EVENTUAL} needs none.
     */
    NO_CALLER(Route.PRIMARY),
    /** The replica has not yet replayed what the caller wrote. */
    REPLICA_BEHIND(Route.PRIMARY),
    /**
     * The read asks for the time, and must include a position that is younger than the clocks of the replica and the primary
     * may differ by. Also if they differ by more than a second, or are not known.
     */
    REPLICA_CLOCK(Route.PRIMARY),
    /** The replica does not answer, refuses or loses connections, or its pool has none to give. */
    REPLICA_UNAVAILABLE(Route.PRIMARY),
    /** The replica cancelled the read, to go on replaying, or the read waited too long for a lock that replay holds. */
    REPLICA_CONFLICT(Route.PRIMARY),
    /** The read failed on the replica before its first row, for a reason that the primary may not have. */
    REPLICA_FAILED(Route.PRIMARY),
    /**
     * The replica answers, but must not be used: another cluster, a data source that takes part in JTA, not in recovery, an
     * older timeline, other versions of its collations, lagging too far, or reads have failed on it again and again.
     */
    REPLICA_INELIGIBLE(Route.PRIMARY),
    /** A write of the caller is under way, perhaps on another node, or its outcome is not known yet. */
    WRITE_PENDING(Route.PRIMARY),
    /** The store did not answer, or this node still owes it a mark. */
    STORE_UNAVAILABLE(Route.PRIMARY),
    /** The primary has not answered yet, so that nothing can be compared with it. */
    PRIMARY_UNKNOWN(Route.PRIMARY),
    /** The position that the read must include belongs to another cluster, or was not known to its sender. */
    POSITION_UNKNOWN(Route.PRIMARY),
    /** A newer timeline than the primary's is in use elsewhere: it was replaced, and the data source still leads to it. */
    PRIMARY_OUTDATED(Route.PRIMARY),
    /** There is no replica data source. */
    NO_REPLICA(Route.PRIMARY),
    /** Routing is switched off, by {@code tidemark.routing=primary} or by {@link RoutingMXBean#setRouting}. */
    ROUTING_OFF(Route.PRIMARY);

    private final Route route;

    Reason(Route route) {
        this.route = route;
    }

    /** {@return the one route that this reason leads to} */
    public Route route() {
        return route;
    }
}
