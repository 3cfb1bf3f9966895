package io.tidemark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The current status of this node: an immutable snapshot of state in memory, taken without a query to any server.
 *
 * <p>Inject {@code Provider<Status>} and call it for a new snapshot. Positions have PostgreSQL's text form of an LSN,
 * such as {@code 16/B374D848}. A problem is one sentence for an operator and never contains a secret.
 *
 * @param routing whether reads are routed; false with {@code tidemark.routing=primary}, in shadow mode, or after an operator
 *     switched routing off by {@link RoutingMXBean}
 * @param primary the server that accepts writes
 * @param replicas the replicas in the order of {@code tidemark.replica.jndi}; empty if none is configured
 * @param store the store of marks; empty if it is not needed because there is no replica
 * @param statements the number of statements sent by this node, by reason; {@link Reason#route()} is the route of a
 *     reason
 * @param ignoredTokens the number of client positions that this node has ignored: forged, malformed, expired, or signed
 *     with an unknown key
 * @param problem the reason why routing has no effect although annotated methods are called, or why the catalogue
 *     cannot be read, or is a replica's because the primary has not answered yet
 * @param writeCauses the causes, with their remedies, that turn statements that begin like reads into writes, for
 *     example a function that is not declared {@code STABLE}. Each cause appears once; at most 100
 * @param budget the primary's budget for reads that no replica can serve; empty without a limit
 * @param waits the reads that have waited for a replica; empty without a replica
 * @param shadow the counts of shadow mode; empty if it has not been used since the start
 */
public record Status(
        boolean routing,
        Primary primary,
        List<Replica> replicas,
        Optional<Store> store,
        Map<Reason, Long> statements,
        long ignoredTokens,
        Optional<String> problem,
        List<String> writeCauses,
        Optional<Budget> budget,
        Optional<Waits> waits,
        Optional<Shadow> shadow) {

    /**
     * The primary as its last poll found it.
     *
     * @param ready whether it answers and is a primary
     * @param position the insert position of the last poll
     * @param timeline the timeline of the last poll
     * @param problem the reason why it is not ready; if it has not answered yet, also the reads that replicas serve
     */
    public record Primary(
            boolean ready, Optional<String> position, Optional<Integer> timeline, Optional<String> problem) {}

    /**
     * A replica as its last poll found it.
     *
     * @param name the JNDI name of its data source
     * @param eligible whether it may serve reads of new scopes
     * @param drained whether an operator has drained it, see {@link RoutingMXBean#drain}
     * @param quarantined whether it is quarantined after repeated failures, or has not served a read since
     * @param inFlight the number of reads of this node that hold one of its connections, or wait for one
     * @param position the position up to which it has replayed
     * @param timeline the timeline that it replays
     * @param lagMillis the age in milliseconds of the newest primary position that it has replayed
     * @param lagBytes its lag in bytes of WAL behind the primary's last known position
     * @param problem the reason why it is not eligible: it is absent, does not answer, must not be used, is quarantined
     *     or drained
     * @param clockMillis the number of milliseconds by which its clock is ahead of the primary's; negative if it is
     *     behind
     */
    public record Replica(
            String name,
            boolean eligible,
            boolean drained,
            boolean quarantined,
            int inFlight,
            Optional<String> position,
            Optional<Integer> timeline,
            OptionalLong lagMillis,
            OptionalLong lagBytes,
            Optional<String> problem,
            OptionalLong clockMillis) {}

    /**
     * The store of marks.
     *
     * @param reachable whether the last call was answered, and the store has all marks of this node
     * @param owed whether this node has marks that it could not store yet
     * @param floor the last known floor, which every caller's reads must include
     * @param problem the reason why it is not reachable
     */
    public record Store(boolean reachable, boolean owed, Optional<String> floor, Optional<String> problem) {}

    /**
     * The primary's budget on this node for reads that no replica can serve.
     *
     * @param concurrent the most such reads at once; empty for no limit
     * @param share the most such reads as a share of the routed reads of the last ten seconds; empty for no limit
     * @param running the number of such reads that run now, or wait for the primary's pool
     * @param refused the number of reads that were refused since the start
     */
    public record Budget(OptionalInt concurrent, OptionalDouble share, int running, long refused) {}

    /**
     * The reads that have waited for a replica to replay a position, since the start.
     *
     * @param reads the number of these reads, whether or not a replica was in time
     * @param millis the milliseconds that all of them have waited
     */
    public record Waits(long reads, long millis) {}

    /**
     * The counts of shadow mode: all reads run on the primary, and decisions are made as if they were routed.
     *
     * @param active whether shadow mode is on
     * @param statements the number of statements sent in shadow mode, by the reason of the decision that routing would have
     *     made, without those of {@code waits}
     * @param waits the number of reads that would first have waited for a replica. Whether the replica would have been in time
     *     is not known
     * @param audit the counts of the audit; empty if no read is audited
     */
    public record Shadow(boolean active, Map<Reason, Long> statements, long waits, Optional<Audit> audit) {

        /**
         * Creates counts without an audit.
         *
         * @param active whether shadow mode is on
         * @param statements the number of statements by the reason that routing would have had
         * @param waits the number of reads that would first have waited for a replica
         */
        public Shadow(boolean active, Map<Reason, Long> statements, long waits) {
            this(active, statements, waits, Optional.empty());
        }

        /** {@return the number of reads} A statement that is not proved to be a read is none. */
        public long reads() {
            return count(reason -> reason != Reason.WRITE) + waits;
        }

        /** {@return the share of the reads that a replica would have served without a wait; empty without a read} */
        public OptionalDouble replicaShare() {
            return shareOfReads(count(reason -> reason.route() == Route.REPLICA));
        }

        /** {@return the share of the reads that would first have waited for a replica; empty without a read} */
        public OptionalDouble waitShare() {
            return shareOfReads(waits);
        }

        private long count(Predicate<Reason> counted) {
            return statements.entrySet().stream()
                    .filter(entry -> counted.test(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        private OptionalDouble shareOfReads(long some) {
            long all = reads();
            return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) some / all);
        }
    }

    /**
     * The reads of shadow mode that were run again on a replica, and compared.
     *
     * @param results the number of these reads by result; every result has one
     * @param failures the number of those that failed on the replica, by the class of the SQLState, which is its first two
     *     characters; {@code none} without an SQLState
     */
    public record Audit(Map<AuditResult, Long> results, Map<String, Long> failures) {

        /**
         * {@return the number of reads with this result}
         *
         * @param result one of the results
         */
        public long count(AuditResult result) {
            return results.getOrDefault(result, 0L);
        }
    }
}
