package io.tidemark.routing;

import io.tidemark.wal.ReplicaName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The order in which replicas are preferred for a caller: rendezvous hashing with weights, so that a caller's reads find warm
 * caches. All nodes compute the same order. If a replica leaves, only the callers that preferred it move, and they spread over
 * the others in proportion to the weights. Immutable.
 *
 * <p>Source: D. Thaler and C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on
 * Networking 6(1), 1998. The score with weights, {@code -weight / ln(hash)}, is that of J. Resch, "New Hashing Algorithms for
 * Data Storage", SNIA SDC 2015.
 */
final class RendezvousOrder {

    private record Candidate(ReplicaName name, double weight, long hash) {}

    private record Scored(ReplicaName name, double score) {}

    private static final Comparator<Scored> PREFERRED_FIRST = Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(scored -> scored.name().text());

    private final List<Candidate> candidates;
    private final List<ReplicaName> names;

    /**
     * Creates the order of these replicas.
     *
     * @param weights the share of callers that each replica serves first, relative to the other weights; positive
     */
    RendezvousOrder(Map<ReplicaName, Double> weights) {
        this.candidates = weights.entrySet().stream()
                .map(entry -> new Candidate(
                        entry.getKey(), positive(entry), hash(entry.getKey().text())))
                .toList();
        this.names = candidates.stream().map(Candidate::name).toList();
    }

    /** Creates the order of replicas with equal weights. */
    static RendezvousOrder ofEqual(List<ReplicaName> replicas) {
        return new RendezvousOrder(replicas.stream().collect(Collectors.toMap(name -> name, name -> 1.0)));
    }

    private static double positive(Map.Entry<ReplicaName, Double> entry) {
        double weight = entry.getValue();
        if (weight > 0 && Double.isFinite(weight)) {
            return weight;
        }
        throw new IllegalArgumentException(
                "The weight of " + entry.getKey() + " is " + weight + "; it must be positive");
    }

    /**
     * Returns all replicas, the preferred one first. A single replica costs no computation.
     *
     * @param caller the caller's name, or the address of an anonymous client
     */
    List<ReplicaName> of(String caller) {
        if (names.size() < 2) {
            return names;
        }
        long key = hash(caller);
        return candidates.stream()
                .map(candidate -> new Scored(candidate.name(), score(candidate, key)))
                .sorted(PREFERRED_FIRST)
                .map(Scored::name)
                .toList();
    }

    private static double score(Candidate candidate, long key) {
        // The upper 53 bits, as a number between 0 and 1 that is never either.
        double uniform = ((mixed(candidate.hash() ^ mixed(key)) >>> 11) + 0.5) * 0x1p-53;
        return -candidate.weight() / Math.log(uniform);
    }

    /** FNV-1a over characters, with 64 bits. {@code String.hashCode} has too few for names that differ in one character. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64: each bit of the argument changes about half of the result's bits. */
    private static long mixed(long bits) {
        long first = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
