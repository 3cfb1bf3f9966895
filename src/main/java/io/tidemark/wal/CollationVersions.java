package io.tidemark.wal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of the collations that a server's database uses, as the server's own libraries report them. Immutable.
 *
 * <p>An index on text is built in the order of the primary's collation library. On a replica whose library sorts
 * differently, a search in such an index misses rows without an error. Source: PostgreSQL documentation, "Collation
 * Support".
 *
 * @param byName the version of each collation; an empty text if the library has no version, as for {@code C} and {@code
 *     POSIX}
 */
public record CollationVersions(Map<String, String> byName) {

    public CollationVersions {
        byName = Map.copyOf(byName);
    }

    /**
     * Returns the first collation, by name, whose version differs on a replica; empty if all collations that both know
     * are equal. A library without a version for a collation differs from a library with one.
     */
    Optional<Difference> difference(CollationVersions replica) {
        return new TreeMap<>(byName)
                .entrySet().stream()
                        .filter(entry -> replica.byName.containsKey(entry.getKey()))
                        .map(entry -> new Difference(
                                entry.getKey(), entry.getValue(), replica.byName.getOrDefault(entry.getKey(), "")))
                        .filter(found -> !found.primary().equals(found.replica()))
                        .findFirst();
    }

    /**
     * A collation whose versions differ.
     *
     * @param primary the version on the primary
     * @param replica the version on the replica
     */
    record Difference(String collation, String primary, String replica) {

        /** Returns a text for an operator. */
        @Override
        public String toString() {
            return "Its collation " + collation + " has " + version(replica) + ", the primary's " + version(primary);
        }

        private static String version(String version) {
            return version.isEmpty() ? "no version" : "version " + version;
        }
    }
}
