package io.tidemark.routing;

/**
 * Rendezvous hashing with weights: gives each replica a score for a caller. The replica with the highest score serves the
 * caller first, so that the caller's reads find warm caches. All nodes compute the same scores. If a replica leaves, only the
 * callers that preferred it move, and they spread over the others in proportion to the weights.
 *
 * <p>Source: D. Thaler and C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on
 * Networking 6(1), 1998. The score with weights, {@code -weight / ln(hash)}, is that of J. Resch, "New Hashing Algorithms for
 * Data Storage", SNIA SDC 2015.
 */
final class RendezvousOrder {

    private RendezvousOrder() {}

    /**
     * Returns a replica's score for a caller, greater than 0.
     *
     * @param replica the hash of the replica's name
     * @param caller the hash of the caller's name, or of the address of an anonymous client
     * @param weight the share of callers that the replica serves first, relative to the other weights; positive
     */
    static double score(long replica, long caller, double weight) {
        return -weight / Math.log(uniform(replica ^ mixed(caller)));
    }

    /** Returns a number for a hash that is distributed evenly between 0 and 1, and is never either. */
    static double uniform(long hash) {
        return ((mixed(hash) >>> 11) + 0.5) * 0x1p-53;
    }

    /** FNV-1a over characters, with 64 bits. {@code String.hashCode} has too few for names that differ in one character. */
    static long hash(String text) {
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
