package io.tidemark.routing;

import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Replicas;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Selects one of several replicas for a caller: the one that {@link RendezvousOrder} prefers, unless it has more than its
 * share of this node's reads in flight. Thread-safe.
 *
 * <p>A replica's share is the load factor times the reads in flight on all candidates, in proportion to the weights. A
 * candidate below its share always exists. Source: V. Mirrokni, M. Thorup, M. Zadimoghaddam, "Consistent Hashing with Bounded
 * Loads", SODA 2018.
 */
final class ReplicaSelection {

    private record Candidate(ReplicaWatch watch, long hash) {}

    private final List<Candidate> candidates;
    private final double loadFactor;

    /** @param loadFactor the most reads in flight on a replica, as a multiple of its share; greater than 1 */
    ReplicaSelection(Replicas replicas, double loadFactor) {
        this.candidates = replicas.watches().stream()
                .map(watch ->
                        new Candidate(watch, RendezvousOrder.hash(watch.name().text())))
                .toList();
        this.loadFactor = loadFactor;
    }

    /**
     * Selects a replica.
     *
     * @param suitable whether a replica may serve the read; tested once or twice for each replica
     * @param caller the caller's name, or the address of an anonymous client; used only if several replicas are suitable
     * @param tried the replicas that have failed
     * @return empty if no replica is suitable
     */
    Optional<ReplicaWatch> select(
            Predicate<ReplicaWatch> suitable, Supplier<String> caller, Collection<ReplicaName> tried) {
        @Nullable ReplicaWatch last = null;
        int found = 0;
        int inFlight = 0;
        double weights = 0;
        for (Candidate candidate : candidates) {
            ReplicaWatch watch = candidate.watch();
            if (!tried.contains(watch.name()) && suitable.test(watch)) {
                if (watch.acceptsScopes()) {
                    last = watch;
                    found++;
                    inFlight += watch.inFlight().count();
                    weights += watch.weight();
                } else if (watch.beginProbe()) {
                    return Optional.of(watch);
                }
            }
        }
        if (last == null || found == 1) {
            return Optional.ofNullable(last);
        }
        double capacity = loadFactor * (inFlight + 1) / weights;
        long hash = RendezvousOrder.hash(caller.get());
        // States may have changed since, so that no candidate is left.
        ReplicaWatch best = last;
        double highest = 0;
        for (Candidate candidate : candidates) {
            ReplicaWatch watch = candidate.watch();
            if (!tried.contains(watch.name())
                    && watch.acceptsScopes()
                    && watch.inFlight().count() < Math.ceil(capacity * watch.weight())
                    && suitable.test(watch)) {
                double score = RendezvousOrder.score(candidate.hash(), hash, watch.weight());
                if (score > highest) {
                    highest = score;
                    best = watch;
                }
            }
        }
        return Optional.of(best);
    }
}
