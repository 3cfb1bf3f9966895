package io.tidemark;

import java.util.Map;

/**
 * What an operator sees of this node through JMX, and the switch that turns routing off and on while the application runs.
 *
 * <p>Found in the platform's MBean server as {@code io.tidemark:type=Routing,application=/shop}, where {@code /shop} is the
 * application's context path ({@code /} for the root, in quotes if it has characters that JMX reserves). If that name is
 * taken, for instance by another virtual host's application, {@code instance=2} or a higher number up to 9 is added, and
 * the log says so. It exists from the application's start to its end.
 *
 * <p>Each attribute is read for itself, from what is known, without asking any server: two may be of different moments.
 * What is not known is an empty text or {@code -1}. Texts are those of {@link Status}. Nothing throws. Thread-safe.
 */
public interface RoutingMXBean {

    /** {@return whether reads are routed at all} At first what {@code tidemark.routing} says. */
    boolean isRouting();

    /**
     * Switches routing off, so that every read goes to the primary ({@link Reason#ROUTING_OFF}), or on again.
     *
     * <p>It holds on this node, until the application ends: the next start takes the setting again. It takes effect for
     * each read that is decided afterwards, also in a request that has read from a replica before. What was decided before
     * is not broken off: a query that runs on a replica ends there, and so does a read-only transaction of a plain JDBC
     * connection's own that began there. Marks are kept while routing is off, so that no read misses its caller's writes
     * when it is on again; a request that has written, or a transaction that has read from the primary, stays there.
     *
     * @param routing false for the primary only
     */
    void setRouting(boolean routing);

    /** {@return how many statements this node has sent since the application's start, by the name of the {@link Reason}} */
    Map<String, Long> getStatements();

    /** {@return how many of them went to the primary} */
    long getPrimaryStatements();

    /** {@return how many of them went to a replica} */
    long getReplicaStatements();

    /** {@return how many positions of clients were ignored: forged, malformed, expired, or of an unknown key} */
    long getIgnoredTokens();

    /** {@return why routing has no effect although annotated methods are called; empty if it has} */
    String getProblem();

    /** {@return whether the primary answers and is one} Also true if it is not watched because there is no replica. */
    boolean isPrimaryReady();

    /** {@return the primary's insert position at the last poll; empty if it is not known} */
    String getPrimaryPosition();

    /** {@return why the primary is not ready, or not watched; empty if nothing is wrong} */
    String getPrimaryProblem();

    /** {@return whether reads may be sent to the replica; false if none is configured} */
    boolean isReplicaEligible();

    /** {@return why statements that begin like reads go to the primary as writes, with the remedy; each cause once} */
    String[] getWriteCauses();

    /** {@return the position up to which the replica has replayed; empty if it is not known} */
    String getReplicaPosition();

    /** {@return the age in milliseconds of the newest primary position that the replica has replayed, or -1} */
    long getReplicaLagMillis();

    /** {@return how many bytes of WAL the replica lacks against the primary's last known position, or -1} */
    long getReplicaLagBytes();

    /**
     * {@return by how many seconds the replica's clock is ahead of the primary's} Negative if it is behind, and not a number
     * if it is not known.
     */
    double getReplicaClockSeconds();

    /** {@return why the replica is not eligible; empty if nothing is wrong, or none is configured} */
    String getReplicaProblem();

    /** {@return whether the store of marks answers and is owed nothing; false if none is needed} */
    boolean isStoreReachable();

    /** {@return whether this node still owes the store the mark of a write; false if none is needed} */
    boolean isStoreOwed();

    /** {@return the position that every caller must reach, as {@code timeline:LSN}; empty if it is not known} */
    String getStoreFloor();

    /** {@return why the store is not reachable; empty if nothing is wrong, or none is needed} */
    String getStoreProblem();
}
