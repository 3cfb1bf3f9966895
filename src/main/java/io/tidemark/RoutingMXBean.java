package io.tidemark;

import java.util.Map;

/**
 * The status of this node as an operator sees it in JMX, and the switches that turn routing and shadow mode on and off at run
 * time.
 *
 * <p>The MBean is registered in the platform's MBean server as {@code io.tidemark:type=Routing,application=/shop},
 * where {@code /shop} is the context path of the application ({@code /} for the root, in quotes if it has characters
 * that JMX reserves). If that name is taken, for instance by an application of another virtual host, {@code instance=2}
 * or a higher number up to 9 is added, and the log shows it. It exists from the start to the end of the application.
 *
 * <p>Each attribute is read separately from state in memory, without a query to any server. Two attributes may
 * therefore belong to different moments. An unknown value is an empty text or {@code -1}. Texts are those of
 * {@link Status}. Only {@link #setReplicaShare}, {@link #drain} and {@link #resume} throw. Thread-safe.
 */
public interface RoutingMXBean {

    /** {@return whether reads are routed} The initial value is that of {@code tidemark.routing}. */
    boolean isRouting();

    /**
     * Switches routing off, so that every read goes to the primary ({@link Reason#ROUTING_OFF}), or on again.
     *
     * <p>The switch applies to this node until the application ends; the next start uses the setting again. It affects
     * every later routing decision, also in a request that has already read from a replica. It does not interrupt a
     * query that runs on a replica, or a read-only local transaction that began there. Marks are maintained while
     * routing is off, so no read misses a write of its caller when routing is on again. A request that has written, or
     * a transaction that has read from the primary, stays on the primary.
     *
     * @param routing false to use only the primary. Both values end shadow mode
     */
    void setRouting(boolean routing);

    /** {@return whether shadow mode is on} Reads are not routed then. */
    boolean isShadow();

    /**
     * Switches shadow mode on, so that every read goes to the primary ({@link Reason#SHADOW}) and is counted as if it was
     * routed. Applies like {@link #setRouting}.
     *
     * @param shadow false to end shadow mode, and to use only the primary; has no effect if shadow mode is off
     */
    void setShadow(boolean shadow);

    /**
     * {@return the number of statements sent in shadow mode, by the name of the {@link Reason} for which routing would have
     * chosen their server} Reads that would have waited are not included.
     */
    Map<String, Long> getShadowStatements();

    /** {@return the number of reads in shadow mode that would first have waited for a replica} */
    long getShadowWaits();

    /**
     * {@return the share, from 0 to 1, of the reads in shadow mode that a replica would have served without a wait; -1 if
     * there was none}
     */
    double getShadowReplicaShare();

    /**
     * {@return the share, from 0 to 1, of the reads in shadow mode that would first have waited for a replica; -1 if there
     * was none}
     */
    double getShadowWaitShare();

    /**
     * {@return the number of audited reads in shadow mode, by the name of the {@link AuditResult}} Empty if no read is audited,
     * see {@code tidemark.audit.share}.
     */
    Map<String, Long> getShadowAudits();

    /** {@return the number of audited reads that failed on the replica, by the first two characters of the SQLState} */
    Map<String, Long> getShadowAuditFailures();

    /**
     * {@return the share of callers whose reads may use a replica, from 0 to 1} The initial value is that of
     * {@code tidemark.replica.share}.
     */
    double getReplicaShare();

    /**
     * Changes the share of callers whose reads may use a replica. Reads of the others go to the primary
     * ({@link Reason#NOT_IN_SHARE}). A hash of the caller's name decides, or of the address of an anonymous client. A larger
     * share contains all callers of a smaller one.
     *
     * <p>Applies like {@link #setRouting} to this node, until the application ends, and to every later routing decision.
     * Marks are maintained for all callers.
     *
     * @param share from 0 to 1
     * @throws IllegalArgumentException if the share is less than 0 or more than 1
     */
    void setReplicaShare(double share);

    /**
     * {@return the number of statements sent by this node since the start of the application, by the name of the
     * {@link Reason}}
     */
    Map<String, Long> getStatements();

    /** {@return the number of statements sent to the primary} */
    long getPrimaryStatements();

    /** {@return the number of statements sent to a replica} */
    long getReplicaStatements();

    /** {@return the number of ignored client positions: forged, malformed, expired, or signed with an unknown key} */
    long getIgnoredTokens();

    /** {@return the reason why routing has no effect although annotated methods are called; empty if it has} */
    String getProblem();

    /**
     * {@return whether the primary answers and is a primary} Also true if it is not polled because there is no replica.
     */
    boolean isPrimaryReady();

    /** {@return the primary's insert position at the last poll; empty if unknown} */
    String getPrimaryPosition();

    /** {@return the reason why the primary is not ready or not polled; empty if there is no problem} */
    String getPrimaryProblem();

    /**
     * {@return the causes, with their remedies, that turn statements that begin like reads into writes; each cause
     * appears once}
     */
    String[] getWriteCauses();

    /**
     * {@return the most reads on the primary at once that no replica can serve} The value of
     * {@code tidemark.primary.budget.concurrent}; -1 for no limit.
     */
    int getBudgetConcurrent();

    /**
     * {@return the most such reads as a share of the routed reads} The value of {@code tidemark.primary.budget.share};
     * -1 for no limit.
     */
    double getBudgetShare();

    /** {@return the number of such reads that run now, or wait for the primary's pool; -1 without a budget} */
    int getBudgetRunning();

    /** {@return the number of such reads that were refused since the start; -1 without a budget} */
    long getBudgetRefused();

    /**
     * {@return the number of reads that have waited for a replica since the start, whether or not it was in time; -1 without a
     * replica}
     */
    long getReadWaits();

    /** {@return the milliseconds that these reads have waited; -1 without a replica} */
    long getReadWaitMillis();

    /** {@return the replicas by name: a table; empty if none is configured} */
    Map<String, Replica> getReplicas();

    /**
     * Drains a replica on this node, for example before its maintenance. No new scope uses it. Scopes that use it
     * already go on until they end; its entry {@code inFlight} shows when none is left. Lasts until {@link #resume},
     * or until the application ends.
     *
     * @param replica a name of {@link #getReplicas}
     * @throws IllegalArgumentException if there is no replica of that name
     */
    void drain(String replica);

    /**
     * Ends {@link #drain}. Has no effect on a replica that is not drained.
     *
     * @param replica a name of {@link #getReplicas}
     * @throws IllegalArgumentException if there is no replica of that name
     */
    void resume(String replica);

    /** One row of the table of replicas. An unknown value is an empty text, {@code -1} or NaN. */
    interface Replica {

        /** {@return the JNDI name of its data source} */
        String getName();

        /** {@return whether it may serve reads of new scopes} */
        boolean isEligible();

        /** {@return whether it is drained} */
        boolean isDrained();

        /** {@return whether it is quarantined after repeated failures, or has not served a read since} */
        boolean isQuarantined();

        /** {@return the number of reads of this node that hold one of its connections, or wait for one} */
        int getInFlight();

        /** {@return the position up to which it has replayed} */
        String getPosition();

        /** {@return the age in milliseconds of the newest primary position that it has replayed} */
        long getLagMillis();

        /** {@return its lag in bytes of WAL behind the primary's last known position} */
        long getLagBytes();

        /** {@return the number of seconds by which its clock is ahead of the primary's; negative if it is behind} */
        double getClockSeconds();

        /** {@return the reason why it is not eligible} */
        String getProblem();
    }

    /** {@return whether the store of marks answers and has all marks of this node; false if no store is needed} */
    boolean isStoreReachable();

    /** {@return whether this node has marks that it could not store yet; false if no store is needed} */
    boolean isStoreOwed();

    /** {@return the floor, which every caller's reads must include, as {@code timeline:LSN}; empty if unknown} */
    String getStoreFloor();

    /** {@return the reason why the store is not reachable; empty if there is no problem, or no store is needed} */
    String getStoreProblem();
}
